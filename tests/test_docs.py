"""The docs cannot go stale: every command, record, error and indicator is in them, and what they show runs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tools import write_map

import offing
from offing import errors
from offing.cli import app
from offing.eval import TASKS
from offing.records import RECORDS, Status
from offing.watch import load_indicators

ROOT = Path(__file__).parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described(name: str) -> None:
    assert f"`offing {name}" in REFERENCE


def test_the_map_names_every_file() -> None:
    assert write_map.PAGE.read_text("utf-8") == write_map.write_page(), "run `python -m tools.write_map`"


@pytest.mark.parametrize("name", [kind.__name__ for kind in RECORDS])
def test_every_record_is_described(name: str) -> None:
    assert f"| {name} |" in REFERENCE


@pytest.mark.parametrize("name", [name for name, kind in vars(errors).items() if inspect.isclass(kind)])
def test_every_error_is_described(name: str) -> None:
    assert f"`{name}`" in REFERENCE


@pytest.mark.parametrize("name", [status.value for status in Status])
def test_every_status_is_described(name: str) -> None:
    assert f"| {name} |" in REFERENCE


def test_every_indicator_task_and_public_name_is_described() -> None:
    for indicator in load_indicators():
        assert f"| {indicator.id} |" in REFERENCE
    for task in TASKS:
        assert f"| {task.name} |" in REFERENCE
    for name in offing.__all__:
        assert f"`{name}" in REFERENCE, name
        assert getattr(offing, name) is not None


@pytest.mark.parametrize("text", [README, REFERENCE], ids=["README", "reference"])
def test_commands_in_the_docs_exist(text: str) -> None:
    named = set(re.findall(r"(?:^|[`/ ])offing ([a-z]+)\b", text, re.MULTILINE)) - {"reads"}
    assert named <= set(COMMANDS), named - set(COMMANDS)


def test_the_python_of_the_readme_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    answer = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip()


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_of_the_readme_lead_somewhere(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", offing.__all__)
def test_public_faces_have_docstrings(name: str) -> None:
    if name != "__version__":
        assert inspect.getdoc(getattr(offing, name))
