"""The weights of the language model, opened once: files checked against their manifest, one session of onnxruntime, named outputs.

The files are made by `training/language` (its README is their contract). Nothing is downloaded, ever; a file that is missing or differs
from its recorded SHA-256 is an `AnalyzerError` that says what to do.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from msgspec import Struct
from numpy.typing import NDArray

from offing.errors import AnalyzerError
from offing.language.wordpieces import WordPieces

Array = NDArray[np.float32]
FOLDER = Path(__file__).parent / "weights"
CONTRACT = 1
_NEEDED = ("model.onnx", "heads.npz", "vocab.txt", "labels.json", "rolesets.json.gz", "manifest.json")
_REMEDY = "Install Offing again (the weights are part of the package), or choose the analyzer that needs none: --analyzer rules."


class Labels(Struct, frozen=True):
    """Names by index of every head, and the longest input in pieces."""

    xpos: list[str]
    relations: list[str]
    entities: list[str]
    guidelines: list[str]
    senses: list[str]
    roles: list[str]
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


class Batch(Struct, frozen=True):
    """Inputs of one run: pieces and shapes [B, L], first pieces of words [B, N]."""

    pieces: NDArray[np.int64]
    shapes: NDArray[np.int64]
    firsts: NDArray[np.int64]


class Model:
    """Weights that are open. `threads`: how many threads a run may take; the result does not depend on it."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.manifest = check_files(folder)
        self.labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
        self.words = WordPieces.load(folder / "vocab.txt")
        heads = np.load(folder / "heads.npz")
        self.relation = (heads["relation_weight"].astype(np.float32), heads["relation_bias"].astype(np.float32))
        self.role = (heads["role_weight"].astype(np.float32), heads["role_bias"].astype(np.float32))
        self._session = _open_session(folder / "model.onnx", threads)
        self._outputs = [output.name for output in self._session.get_outputs()]

    def run(self, batch: Batch, guideline: str = "house") -> dict[str, Array]:
        """Outputs by name for a batch, as the contract lists them; names are marked as that guideline has it."""
        chosen = np.full(len(batch.pieces), self.labels.guidelines.index(guideline), dtype=np.int64)
        found = self._session.run(
            self._outputs, {"pieces": batch.pieces, "shapes": batch.shapes, "firsts": batch.firsts, "guideline": chosen}
        )
        return dict(zip(self._outputs, found, strict=True))


def _open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A session without a thread pool of its own when one thread is asked for, so that it survives a fork."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
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
