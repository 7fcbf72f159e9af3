"""Write docs/map.md, which says in a line what each file of the package holds: `python -m tools.write_map`.

The lines are the first sentences of the files' own docstrings; tests/test_docs.py keeps the page as fresh as they are.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "offing"
PAGE = ROOT / "docs" / "map.md"
INTRO = """# Where things stand
Written from the first line of each file by `python -m tools.write_map`; do not edit by hand. Records and imports go downward:
`read`, `clean`, `trace` and `code`, `weigh`, `watch`, `tell`; `case` holds state, `cli` prints.
"""


def tell_file(path: Path) -> str:
    """The first sentence of a file's docstring."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    first = " ".join(told.split("\n\n")[0].split())
    return re.split(r"(?<=[a-z0-9)`\"'])[.:;] (?=[A-Z\"'`])", first)[0].rstrip(".:")


def write_page() -> str:
    """The page: the files at the top, then one section for each package."""
    lines = [INTRO]
    for folder in [SOURCE, *sorted(path.parent for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE)]:
        name = ".".join(folder.relative_to(SOURCE.parent).parts)
        files = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
        lines += [f"## {name}", tell_file(folder / "__init__.py"), "", "| file | what it holds |", "|---|---|"]
        lines += [f"| `{path.name}` | {tell_file(path).replace('|', '/')} |" for path in files]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(write_page(), "utf-8")
