"""`make archive-check`: a WARC of many invented pages streams in bounded memory and survives kill -9 without loss or doubles.

Makes the archive (invented words; every 97th record is no page), runs `offing run --until STAGE` over it once in peace and once killed
twice and resumed, and compares what both cases hold. Peak memory is that of the largest single process.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

SYLLABLES = "ba bel cor dan el fen gor hal in jor kel lan mar nor ost pel quin ran sel tor ul ven war yel zan".split()
VERBS = "said warned reported denied announced expected described repeated".split()
PAGES_EACH = 97


def make_words(seed: random.Random, count: int) -> list[str]:
    """Invented words of two to four syllables."""
    return ["".join(seed.choices(SYLLABLES, k=seed.randint(2, 4))) for _ in range(count)]


def make_page(seed: random.Random, words: list[str], number: int) -> bytes:
    """An invented article as HTML of about 6,000 bytes, with furniture around it."""

    def sentence() -> str:
        head = seed.choice(words).capitalize()
        return f"{head} {seed.choice(VERBS)} on {seed.choice(['Monday', 'Tuesday', 'Friday'])} that {' '.join(seed.choices(words, k=12))}."

    links = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in seed.choices(words, k=12))
    body = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(10))
    title = " ".join(seed.choices(words, k=6)).capitalize()
    return (
        f"<!doctype html><html><head><title>{title}</title><link rel='canonical' href='https://outlet{number % 50}.example/{number}'>"
        f"<meta property='article:published_time' content='2031-03-{1 + number % 28:02}T08:00:00Z'></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved, outlet {number % 50}</footer></body></html>"
    ).encode()


def make_record(number: int, status: str, kind: str, body: bytes) -> bytes:
    """One packed record of an answer."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Date: 2031-03-{1 + number % 28:02}T09:00:00Z\r\nWARC-Target-URI: https://outlet{number % 50}.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def make_archive(path: Path, pages: int) -> None:
    """Write the archive; the same number of pages gives the same bytes."""
    seed = random.Random(4)
    words = make_words(seed, 4000)
    with path.open("wb") as stream:
        for number in range(pages):
            stream.write(make_record(number, "200 OK", "text/html; charset=utf-8", make_page(seed, words, number)))
            if number % PAGES_EACH == 0:
                stream.write(make_record(number, "404 Not Found", "text/html", b"<p>gone</p>"))
                stream.write(make_record(number, "200 OK", "image/png", b"\x89PNG" + bytes(40)))
                stream.write(make_record(number, "200 OK", "text/html", b"<p>damaged</p>")[:-30] + bytes(30))


def start(archive: Path, case: Path, until: str, workers: int) -> subprocess.Popen[bytes]:
    """`offing run` as a user starts it."""
    words = [sys.executable, "-m", "offing.cli", "run", str(archive), "--case", str(case), "--until", until, "--workers", str(workers)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL)


def count_rows(case: Path, table: str) -> int:
    """How many rows a case holds while another process writes to it."""
    try:
        with sqlite3.connect(f"file:{case}?mode=ro", uri=True, timeout=30) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_at(run: subprocess.Popen[bytes], case: Path, table: str, rows: int) -> int:
    """Kill -9 the run once a table has so many rows; returns how many it had then. -1 when it ended before."""
    while run.poll() is None:
        if count_rows(case, table) >= rows:
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
            return count_rows(case, table)
        time.sleep(0.05)
    return -1


def read_ids(case: Path) -> dict[str, list[str]]:
    """What a case holds: every id, with doubles if there were any, by table."""
    with sqlite3.connect(case) as connection:
        tables = ("page", "capture", "article", "failure", "copy", "claim", "event", "line")
        return {table: [row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")] for table in tables}


def find_faults(whole: dict[str, list[str]], killed: dict[str, list[str]], pages: int, peak: float, most: float) -> list[str]:
    """What does not hold, in words."""
    faults = []
    for table in whole:
        lost, new = set(whole[table]) - set(killed[table]), set(killed[table]) - set(whole[table])
        if lost or new:
            faults.append(f"{table}: the resumed case differs: {len(lost)} lost, {len(new)} that the other has not")
    faults += [f"{table}: doubles" for table in killed if len(set(killed[table])) != len(killed[table])]
    if len(killed["page"]) != pages or len(killed["capture"]) != pages:
        faults.append(f"{pages} pages went in, {len(killed['page'])} pages with {len(killed['capture'])} captures came out")
    if peak > most:
        faults.append(f"the largest process took {peak:.0f} MB, the bar is {most:.0f} MB")
    return faults


def main() -> int:
    """Run the check; the exit code is 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=Path("out/archive-check"))
    parser.add_argument("--until", default="clean")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--most", type=float, default=500.0, help="MB that the largest process may take")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    archive, whole, killed = (asked.folder / name for name in ("invented.warc.gz", "whole.db", "killed.db"))
    for case in (whole, killed):
        for path in asked.folder.glob(f"{case.name}*"):
            path.unlink()
    make_archive(archive, asked.pages)
    print(f"{asked.pages} pages, {archive.stat().st_size / 1e6:.1f} MB packed", flush=True)
    began, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    if start(archive, whole, asked.until, asked.workers).wait() != 0:
        print("the run failed")
        return 1
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    print(f"one run: {cpu:.0f} CPU-seconds, {time.monotonic() - began:.0f} s, largest process {after.ru_maxrss / 1024:.0f} MB", flush=True)
    for table, share in (("page", 0.4), ("article", 0.3)):
        rows = kill_at(start(archive, killed, asked.until, asked.workers), killed, table, int(asked.pages * share))
        print(f"killed with {rows} rows in {table}" if rows >= 0 else f"ended before {table} could be interrupted", flush=True)
    if start(archive, killed, asked.until, asked.workers).wait() != 0:
        print("the resumed run failed")
        return 1
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    faults = find_faults(read_ids(whole), read_ids(killed), asked.pages, peak, asked.most)
    print("\n".join(faults) or f"nothing lost, nothing doubled; largest process {peak:.0f} MB of {asked.most:.0f} MB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
