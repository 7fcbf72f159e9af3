"""Take the pictures of the README from the real demo report, with headless Chromium: `make screenshots`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "out" / "demo" / "report.html"
PICTURES = {"brief.png": (1280, 1500)}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars"]


def main() -> int:
    """Write every picture; returns 1 and says why when it cannot."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium here: run `make browser` first (Debian, as root)")
        return 1
    if not REPORT.exists():
        print(f"{REPORT} is not there: run `make demo` first")
        return 1
    for name, (width, height) in PICTURES.items():
        picture = ROOT / "docs" / "pictures" / name
        with tempfile.TemporaryDirectory() as profile:
            size = f"--window-size={width},{height}"
            command = [chromium, *FLAGS, f"--user-data-dir={profile}", size, f"--screenshot={picture}", REPORT.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
