"""Sets that tasks measure on: finding their files, reading them, and speed as a figure. What is not there or broken is an EvalError."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import msgspec

from offing.errors import EvalError
from offing.eval.scores import Figure, measure

T = TypeVar("T")
PASSES = 5  # in which a speed is measured


def find_file(path: Path, name: str, task: str) -> Path:
    """The file `name` in the folder `path`, or `path` itself when it is a file. Raises EvalError when neither is there."""
    file = path / name if path.is_dir() else path
    if not file.is_file():
        raise EvalError(f"{path}: holds no {name}", hint=f"offing eval {task} PATH, with the folder that holds {name}")
    return file


def list_files(path: Path, pattern: str, task: str) -> list[Path]:
    """The files below `path` that match `pattern`, sorted by name. Raises EvalError when there is none."""
    files = sorted(file for file in path.glob(pattern) if file.is_file()) if path.is_dir() else []
    if not files:
        raise EvalError(f"{path}: holds no {pattern}", hint=f"offing eval {task} PATH, with the folder that holds {pattern}")
    return files


def refuse_file(file: Path, task: str, problem: object, form: str) -> EvalError:
    """The error for a file of another form than `form` (words)."""
    return EvalError(f"{file}: is not {form} ({str(problem)[:120]})", hint=f"offing eval {task} reads {form}; is this the right file?")


def read_bytes(file: Path, task: str) -> bytes:
    """The bytes of a file, unpacked when its name ends in .gz. Raises EvalError when they cannot be read."""
    try:
        return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    except (OSError, EOFError, zlib.error) as problem:
        raise refuse_file(file, task, problem, "a whole file") from problem


def read_json(file: Path, kind: type[T], task: str) -> T:
    """A JSON file (or .json.gz) as `kind`. Raises EvalError when it has another form."""
    try:
        return msgspec.json.decode(read_bytes(file, task), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise refuse_file(file, task, problem, "JSON of the form that the task reads") from problem


def read_rows(file: Path, kind: type[T], task: str) -> list[T]:
    """A file of one JSON object a line (or .gz) as a list of `kind`. Raises EvalError when a line has another form."""
    try:
        return [msgspec.json.decode(line, type=kind) for line in read_bytes(file, task).splitlines() if line.strip()]
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise refuse_file(file, task, problem, "one JSON object a line") from problem


def time_calls(calls: Sequence[Callable[[], object]], passes: int = PASSES) -> list[float]:
    """CPU-seconds of each call: the median of several passes over all of them, for what neighbours of a machine take comes and goes."""
    rounds = []
    for _ in range(passes):
        seconds = []
        for call in calls:
            started = time.process_time()
            call()
            seconds.append(time.process_time() - started)
        rounds.append(seconds)
    return [median(several) for several in zip(*rounds, strict=True)]


def measure_speed(seconds: Sequence[float], *, label: str, unit: str = "documents", bar: float | None = None) -> Figure:
    """Documents per CPU-second from the CPU-seconds of each; it is the machine's as much as the program's."""
    return measure([(1.0, one) for one in seconds], unit=unit, label=f"{label} per CPU-second", bar=bar)
