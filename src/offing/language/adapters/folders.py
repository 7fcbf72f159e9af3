"""A folder with somebody's model: is it there, and which one is it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from offing.errors import AnalyzerError

_CHUNK = 1 << 20
_LETTERS = 12


def find_folder(place: str, kind: str) -> Path:
    """The folder that is named. Raises AnalyzerError when there is none: nothing is ever fetched in its stead."""
    folder = Path(place).expanduser()
    if not place or not folder.is_dir():
        hint = f"give a folder of this machine that holds the model ({kind}:FOLDER); models are never downloaded"
        raise AnalyzerError(f"{kind}:{place}: there is no such folder", hint=hint)
    return folder


def hash_folder(folder: Path) -> str:
    """Twelve letters that stand for all names and bytes in a folder: another model is another version, so its work is done again."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as opened:
                while chunk := opened.read(_CHUNK):
                    digest.update(chunk)
    return digest.hexdigest()[:_LETTERS]
