"""What the default install weighs, part by part: `python tools/measure_install.py --out docs/install.md`.

Builds the wheel, makes a fresh environment from requirements.lock, installs the wheel there and counts the bytes of every installed
distribution's files, compiled modules included. pip and setuptools, which come with the environment, are left out. Given `--venv`, an
environment that is already there is counted as it is; given `--wheel`, that wheel is weighed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = {"pip", "setuptools"}
ABSENT = ("torch", "spacy", "gliner", "transformers", "tokenizers", "huggingface-hub")
SHOWN = 12
MB = 1_000_000
MIB = 1 << 20


def run(*command: str | Path) -> None:
    """Run a command; a failure ends the tool with the command's own words."""
    subprocess.run([str(part) for part in command], check=True)


def build(folder: Path) -> tuple[Path, Path]:
    """A fresh environment with the locked parts and the wheel of this checkout."""
    place = folder / "venv"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    quiet = ("--quiet", "--disable-pip-version-check")
    run(python, "-m", "pip", "install", *quiet, "--requirement", ROOT / "requirements.lock")
    run(python, "-m", "pip", "wheel", *quiet, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    run(python, "-m", "pip", "install", *quiet, "--no-deps", wheel)
    return place, wheel


def weigh(part: Distribution) -> tuple[int, int]:
    """The bytes of a distribution's files that are there, and those of the disk blocks they take; scripts count too."""
    found = [path.stat() for file in part.files or [] if (path := Path(str(file.locate()))).is_file()]
    return sum(one.st_size for one in found), sum(one.st_blocks * 512 for one in found)


def find_packages(place: Path) -> Path:
    """The site-packages of an environment."""
    (packages,) = place.glob("lib/python3*/site-packages")
    return packages


def write_page(place: Path, wheel: Path) -> str:
    """The page with the table."""
    parts = {part.metadata["Name"]: weigh(part) for part in distributions(path=[str(find_packages(place))])}
    kept = {name: size for name, (size, _) in parts.items() if name not in TOOLS}
    blocks = sum(size for name, (_, size) in parts.items() if name not in TOOLS)
    there = {name.lower().replace("_", "-") for name in kept}
    rows = sorted(kept.items(), key=lambda row: (-row[1], row[0]))
    total = sum(kept.values())
    rest = sum(size for _, size in rows[SHOWN:])
    table = [f"| {name} | {size / MB:.1f} | {100 * size / total:.0f} % |" for name, size in rows[:SHOWN]]
    absent = ", ".join(name for name in ABSENT if name not in there)
    present = ", ".join(name for name in ABSENT if name in there)
    return "\n".join(
        [
            "# What an install weighs",
            "",
            "Written by `tools/measure_install.py`. Python "
            f"{sys.version_info.major}.{sys.version_info.minor} on {sys.platform}; bytes of all files, compiled modules included, "
            "without pip and setuptools.",
            "",
            f"**{total / MB:.0f} MB ({total / MIB:.0f} MiB)** in {len(kept)} parts; {blocks / MB:.0f} MB ({blocks / MIB:.0f} MiB) of disk, "
            "for a disk gives whole blocks.",
            f"The wheel with the weights of the language model: **{wheel.stat().st_size / MB:.1f} MB**.",
            f"Not in it: {absent}." + (f" In it, though it should not be: {present}." if present else ""),
            "",
            "| part | MB | of all |",
            "|---|---|---|",
            *table,
            f"| {len(rows) - len(rows[:SHOWN])} more | {rest / MB:.1f} | {100 * rest / total:.0f} % |",
            "",
        ]
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "install.md")
    parser.add_argument("--venv", type=Path, help="an environment that is already there")
    parser.add_argument("--wheel", type=Path, help="a wheel that is already there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place, wheel = (asked.venv, asked.wheel) if asked.venv and asked.wheel else build(Path(folder))
        asked.out.write_text(write_page(place, wheel), "utf-8")
    print(f"{asked.out} written")


if __name__ == "__main__":
    main()
