"""Take the pictures of the README from the real demo report, with headless Chromium: `make screenshots`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "out" / "demo" / "report.html"
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 1280
LARGEST = 500_000
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
    "--blink-settings=preferredColorScheme=1", "--allow-file-access-from-files",
]  # fmt: skip
# Name, height, and the style that leaves only the part to be shown (empty: the top of the page).
PARTS = {
    "brief.png": (1500, ""),
    "story.png": (
        1700,
        ".sheet,.banner,.rest,.counted,.evidence,.story~.story{display:none!important}.story{margin:22px auto!important}"
        ".claims tbody tr:nth-child(n+5){display:none}",
    ),
}


def take_picture(chromium: str, report: Path, picture: Path, height: int) -> None:
    """One picture of the top of a file."""
    with tempfile.TemporaryDirectory() as profile:
        size = f"--window-size={WIDTH},{height}"
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", size, f"--screenshot={picture}", report.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def keep_part(text: str, style: str) -> str:
    """The report with one more style at the end of its own."""
    shown, count = re.subn(r"</style></head>", lambda _: f"{style}</style></head>", text, count=1)
    if count != 1:
        raise ValueError("the report has no style where it was expected: take the picture of another version")
    return shown


def main() -> int:
    """Write every picture; returns 1 and says why when it cannot."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium here: run `make browser` first (Debian, as root)")
        return 1
    if not REPORT.exists():
        print(f"{REPORT} is not there: run `make demo` first")
        return 1
    text = REPORT.read_text("utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (height, style) in PARTS.items():
        picture = PICTURES / name
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "part.html"
            part.write_text(keep_part(text, style), "utf-8")
            take_picture(chromium, part, picture, height)
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} kB")
        if picture.stat().st_size > LARGEST:
            print(f"{name} is over {LARGEST // 1000} kB: show less of the page")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
