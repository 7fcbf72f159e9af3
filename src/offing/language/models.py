"""The weights of the language model, opened once: files checked against their manifest, one session of onnxruntime, named outputs.

The files are made by `training/language` (its README is their contract). Nothing is downloaded, ever; a file that is missing or differs
from its recorded SHA-256 is an `AnalyzerError` that says what to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from msgspec import Struct
from numpy.typing import NDArray

from offing.errors import AnalyzerError
from offing.language.packs import Part, group_parts, pack_parts
from offing.language.wordpieces import WordPieces

Array = NDArray[np.float32]
FOLDER = Path(__file__).parent / "weights"
CONTRACT = 3
_NEEDED = ("model.onnx", "heads.npz", "vocab.txt", "labels.json", "rolesets.json.gz", "manifest.json")
_UNREAD = frozenset({"upos"})  # outputs that only training looks at
_SINGLE = ("predicates", "done")  # outputs of one column
_SHARED = ("kinds", "statuses", "gates")  # outputs of which only the probabilities are asked
_REMEDY = "Install Offing again (the weights are part of the package), or choose the analyzer that needs none: --analyzer rules."


class Labels(Struct, frozen=True):
    """Names by index of every head, and the longest input in pieces."""

    xpos: list[str]
    relations: list[str]
    entities: list[str]
    guidelines: list[str]
    senses: list[str]
    roles: list[str]
    kinds: list[str]
    statuses: list[str]
    parties: list[str]
    gates: list[str]
    contract: int
    max_pieces: int


class _File(Struct):
    sha256: str
    size: int = 0


class Manifest(Struct, frozen=True):
    """What a folder of weights says it holds."""

    model: str
    version: str
    contract: int
    files: dict[str, _File]


class Run(Struct, frozen=True):
    """What the model says of parts that share a run.

    `numbers` of the parts; `bounds`: the first row of each, that of [CLS], and one past its last; `rows`: the outputs by name, as the
    contract lists them, `gates` a row for each part. `kinds`, `statuses` and `gates` are probabilities.
    """

    numbers: list[int]
    bounds: list[tuple[int, int]]
    rows: dict[str, Array]


class Model:
    """Weights that are open. `threads`: how many threads a run may take; the result does not depend on it."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.manifest = check_files(folder)
        self.labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
        self.words = WordPieces.load(folder / "vocab.txt")
        heads = np.load(folder / "heads.npz")
        self.relation = (heads["relation_weight"].astype(np.float32), heads["relation_bias"].astype(np.float32))
        self.role = (heads["role_weight"].astype(np.float32), heads["role_bias"].astype(np.float32))
        self.party = (heads["party_weight"], heads["party_bias"]) if "party_weight" in heads else None
        self._session = _open_session(folder / "model.onnx", threads)
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._outputs = [one.name for one in self._session.get_outputs()]
        self._columns = _list_columns(self._session)

    def read(self, parts: Sequence[Part], guideline: str = "house") -> Iterator[Run]:
        """What the model says of each part, run by run: what is said of a part does not depend on the others.

        Names are marked as the guideline has it.
        """
        for group in group_parts(parts):
            ends = list(accumulate(len(parts[number].firsts) + 1 for number in group))
            yield Run(group, list(zip([0, *ends], ends, strict=False)), self._run([parts[number] for number in group], guideline))

    def _run(self, parts: Sequence[Part], guideline: str) -> dict[str, Array]:
        """Outputs by name of parts that share a run."""
        pack = msgspec.structs.asdict(pack_parts(parts))
        pack["guideline"] = np.array([self.labels.guidelines.index(guideline)])
        found = self._session.run(self._outputs, {name: pack[name] for name in self._inputs})
        told = zip(found, self._columns, strict=True)
        rows: dict[str, Array] = {name: values[:, part] for values, names in told for name, part in names if name not in _UNREAD}
        rows |= {name: rows[name][:, 0] for name in _SINGLE if name in rows}
        return rows | {name: share_scores(rows[name]) for name in _SHARED if name in rows}


def share_scores(scores: Array) -> Array:
    """Scores to probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def _list_columns(session: onnxruntime.InferenceSession) -> list[list[tuple[str, slice]]]:
    """What the columns of each output hold: several names may share one matrix, and the file says how wide each is."""
    widths = msgspec.json.decode(session.get_modelmeta().custom_metadata_map["columns"], type=dict[str, int])
    found = []
    for output in session.get_outputs():
        names = output.name.split("+")
        ends = np.cumsum([widths.get(name, 0) for name in names]).tolist()
        columns = [slice(end - widths[name], end) if name in widths else slice(None) for name, end in zip(names, ends, strict=True)]
        found.append(list(zip(names, columns, strict=True)))
    return found


def _open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A session without a thread pool of its own when one thread is asked for, so that it survives a fork."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # the file is the graph that is to run
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def has_weights(folder: Path = FOLDER) -> bool:
    """Whether there are weights at all. A part of them counts: opening says what is missing, where the rules alone would hide it."""
    return any((folder / name).is_file() for name in _NEEDED)


def name_weights(folder: Path = FOLDER) -> str:
    """The version of the weights, "unreadable" when their manifest cannot say it (opening them then says why)."""
    try:
        return read_manifest(folder).version
    except AnalyzerError:
        return "unreadable"


def read_manifest(folder: Path = FOLDER) -> Manifest:
    """What a folder of weights says of itself. Raises AnalyzerError when that cannot be read."""
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise AnalyzerError(f"The manifest of the language model cannot be read ({error}).", hint=_REMEDY) from error


def check_files(folder: Path = FOLDER) -> Manifest:
    """The manifest of a folder whose files are all there and as recorded. Raises AnalyzerError when they are not."""
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise AnalyzerError(f"The language model is not complete: {', '.join(missing)} missing.", hint=_REMEDY)
    manifest = read_manifest(folder)
    if manifest.contract != CONTRACT:
        raise AnalyzerError(f"The language model keeps contract {manifest.contract}, this version reads {CONTRACT}.", hint=_REMEDY)
    for name, kept in manifest.files.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
            raise AnalyzerError(f"The language model is damaged: {name} is missing or differs from its recorded hash.", hint=_REMEDY)
    return manifest
