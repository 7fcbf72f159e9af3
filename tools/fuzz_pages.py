"""Reads mutated pages and feeds in processes of their own and holds every law of reading and cleaning against each: `make fuzz`.

A file that takes more than 5 s of processor time, kills its process or breaks a law is a finding, printed with its number: the same number
gives the same file again (`--only NUMBER`). Progress is kept in `--state`, so that a stopped run goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from htmldate.extractors import external_date_parser
from tests.fuzz.laws import Yard
from tests.fuzz.mutations import mutate

HANG_SECONDS = 5.0
MEMORY = 4 << 30
CHUNK = 500
FORK = multiprocessing.get_context("fork")


def work_chunk(numbers: list[int], results: Connection) -> None:
    """Check files one after the other; each is announced before and reported after, so that the parent knows which one killed us."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        yard = Yard(Path(folder))
        for number in numbers:
            ending, body, changes = mutate(number)
            results.send((number, "start", ending, changes, 0.0))
            # The default action of SIGPROF ends the process even where Python cannot interrupt the parser.
            signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
            started = time.process_time()
            try:
                said = yard.check(ending, body)
            except BaseException as error:
                said = f"{type(error).__name__}: {error}"[:300] + "\n" + "".join(traceback.format_tb(error.__traceback__)[-3:])
            signal.setitimer(signal.ITIMER_PROF, 0)
            results.send((number, said, ending, changes, time.process_time() - started))
        yard.close()
    results.close()
    # Forked from a thread: the threads of the parent must not be waited for here.
    os._exit(0)


def warm_up() -> None:
    """Load what the readers load late (the languages of the date parser: two seconds), so that every forked process has it."""
    external_date_parser("the 3rd of Smarch, twenty twelve", "%Y-%m-%d")


def run_chunk(numbers: list[int]) -> tuple[list[dict[str, Any]], Counter[str], float]:
    """The findings of a chunk, counts (files, articles, endings) and the longest time; a file that kills its process is a finding."""
    findings: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    longest = 0.0
    while numbers:
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=work_chunk, args=(numbers, theirs))
        process.start()
        theirs.close()
        last: tuple[Any, ...] | None = None
        try:
            while True:
                last = ours.recv()
                number, said, ending, changes, seconds = last
                if said == "start":
                    continue
                counts.update({"files": 1, ending: 1})
                longest = max(longest, seconds)
                if isinstance(said, int):
                    counts["articles"] += said
                    counts["files with an article"] += said > 0
                else:
                    findings.append({"number": number, "what": said, "ending": ending, "changes": changes})
        except EOFError:
            process.join()
        numbers = [number for number in numbers if last is not None and number > last[0]]
        if process.exitcode and last is not None:
            hung = process.exitcode == -signal.SIGPROF
            what = f"more than {HANG_SECONDS:.0f} s of processor time" if hung else f"the process died ({process.exitcode})"
            findings.append({"number": last[0], "what": what, "ending": last[2], "changes": last[3]})
            counts["files"] += 1
    return findings, counts, longest


def main() -> int:
    """Run the files that are still to be done; 1 when there are findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000, help="how many files (default 100,000)")
    parser.add_argument("--first", type=int, default=0, help="number of the first file")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--state", type=Path, default=Path("out/fuzz.json"), help="where progress is kept")
    parser.add_argument("--only", type=int, help="one file, in this process; its bytes are written beside the state")
    asked = parser.parse_args()
    asked.state.parent.mkdir(parents=True, exist_ok=True)
    if asked.only is not None:
        return check_one(asked.only, asked.state.parent)
    state: dict[str, Any] = {"done": [], "findings": [], "counts": {}, "longest": 0.0}
    if asked.state.exists():
        state = json.loads(asked.state.read_text("utf-8"))
    warm_up()
    last = asked.first + asked.count
    known = {tuple(chunk) for chunk in state["done"]}
    chunks = [(start, min(last, start + CHUNK)) for start in range(asked.first, last, CHUNK)]
    with ThreadPoolExecutor(asked.workers) as pool:
        for chunk, (findings, counts, longest) in pool.map(
            lambda chunk: (chunk, run_chunk(list(range(*chunk)))), [chunk for chunk in chunks if chunk not in known]
        ):
            state["done"].append(chunk)
            state["findings"] += findings
            state["counts"] = dict(Counter(state["counts"]) + counts)
            state["longest"] = max(state["longest"], longest)
            asked.state.write_text(json.dumps(state, indent=1), "utf-8")
            for finding in findings:
                print(f"file {finding['number']} ({finding['ending']}, {', '.join(finding['changes'])}): {finding['what']}", flush=True)
            print(f"{state['counts']['files']:,} files, {len(state['findings'])} findings, longest {state['longest']:.2f} s", flush=True)
    print(json.dumps(state["counts"], sort_keys=True))
    return 1 if state["findings"] else 0


def check_one(number: int, folder: Path) -> int:
    """Check one file here, with its whole trace, and keep its bytes to look at."""
    ending, body, changes = mutate(number)
    kept = folder / f"file-{number}{ending}"
    kept.write_bytes(body)
    print(f"{kept}: {len(body):,} bytes, {', '.join(changes)}")
    with tempfile.TemporaryDirectory() as place:
        yard = Yard(Path(place))
        started = time.process_time()
        print(f"{yard.check(ending, body)} articles, {time.process_time() - started:.2f} s")
        yard.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
