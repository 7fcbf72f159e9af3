"""The report in a real browser (headless Chromium): nothing asked for, nothing cut off, nothing too small, light on paper.

The measuring script goes into a copy of the file with the policy taken out; the report itself has no script. Skipped where no Chromium is.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from offing.tell.briefs import make_brief
from offing.tell.reports import write_report
from tests.tell.factory import make_view

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
PDFTOPPM = shutil.which("pdftoppm")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine (Debian: apt-get install chromium)"),
]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
MEASURE = """<script>
addEventListener("load", () => {
  const small = [], wide = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, at = node.parentElement;
    if (!node.textContent.trim() || at.closest("script,style")) continue;
    let size = parseFloat(getComputedStyle(at).fontSize);
    const svg = at.closest("svg");
    if (svg && svg.getScreenCTM) size *= at.getScreenCTM ? at.getScreenCTM().a : 1;
    if (size < 10.45) small.push(size.toFixed(2) + ": " + node.textContent.trim().slice(0, 40));
  }
  for (const at of document.querySelectorAll("body *")) {
    const box = at.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1
        && !at.closest(".scroll,.sr,details:not([open])")) wide.push(at.tagName + "." + at.className);
  }
  const cut = [];
  for (const text of document.querySelectorAll("svg text")) {
    const box = text.getBoundingClientRect(), own = text.ownerSVGElement.getBoundingClientRect();
    if (box.width && (box.right > own.right + 2 || box.left < own.left - 2 || box.bottom > own.bottom + 2)) cut.push(text.textContent);
  }
  const found = {small, wide, cut, scroll: document.documentElement.scrollWidth - innerWidth,
                 ground: getComputedStyle(document.body).backgroundColor,
                 scripts: document.scripts.length, broken: [...document.querySelectorAll("a[href^='#']")]
                   .map(a => a.getAttribute("href").slice(1)).filter(id => !document.getElementById(id))};
  const out = document.createElement("pre"); out.id = "measured"; out.textContent = JSON.stringify(found); document.body.append(out);
});
</script>"""


def run_chromium(tmp_path: Path, *arguments: str) -> str:
    profile = tmp_path / "profile"
    fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    fixed += ["--disable-dev-shm-usage", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}"]
    done = subprocess.run([str(CHROMIUM), *fixed, *arguments], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.fixture(scope="module", params=["made by hand", "example"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    view = make_view() if request.param == "made by hand" else request.getfixturevalue("example")
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(write_report(view, make_brief(view, tool="offing test")), "utf-8")
    return path


def measure(report: Path, tmp_path: Path, *arguments: str) -> dict[str, object]:
    text = report.read_text("utf-8")
    assert POLICY.search(text)
    copy = tmp_path / "measured.html"
    copy.write_text(POLICY.sub("", text).replace("</body>", MEASURE + "</body>"), "utf-8")
    dom = run_chromium(tmp_path, *arguments, "--virtual-time-budget=4000", "--dump-dom", copy.as_uri())
    match = re.search(r'<pre id="measured">(.*?)</pre>', dom, re.DOTALL)
    assert match, "the page was not measured"
    found: dict[str, object] = json.loads(html.unescape(match.group(1)))
    return found


@pytest.mark.parametrize("width", [1280, 1500])
def test_nothing_runs_over_and_nothing_is_too_small(report: Path, tmp_path: Path, width: int) -> None:
    found = measure(report, tmp_path, f"--window-size={width},900")
    assert found["small"] == []
    assert found["wide"] == []
    assert found["cut"] == []
    assert int(str(found["scroll"])) <= 0


def test_a_phone_needs_no_sideways_scrolling(report: Path, tmp_path: Path) -> None:
    found = measure(report, tmp_path, "--window-size=500,900")
    assert int(str(found["scroll"])) <= 0


def test_links_resolve_in_the_browser(report: Path, tmp_path: Path) -> None:
    found = measure(report, tmp_path, "--window-size=1280,900")
    assert found["broken"] == []
    assert found["scripts"] == 1  # the measuring one


def test_the_report_asks_for_nothing_but_itself(report: Path, tmp_path: Path) -> None:
    log = tmp_path / "net.json"
    run_chromium(tmp_path, f"--log-net-log={log}", "--window-size=1280,900", "--virtual-time-budget=4000", "--dump-dom", report.as_uri())
    urls = set(re.findall(r'"url":"([^"]+)"', log.read_text("utf-8")))
    asked = {url for url in urls if not url.startswith(("file://", "data:", "chrome", "devtools", "about:"))}
    # The browser's own errands (its maker's hosts) are not the page's.
    assert {
        url
        for url in asked
        if not re.match(r"https?://(update|clients\d|accounts|safebrowsing|optimizationguide-pa)\.google(apis)?\.com/", url)
    } == set()


def test_dark_on_screen(report: Path, tmp_path: Path) -> None:
    dark = measure(report, tmp_path, "--window-size=1280,900", "--blink-settings=preferredColorScheme=0")
    light = measure(report, tmp_path, "--window-size=1280,900", "--blink-settings=preferredColorScheme=1")
    assert dark["ground"] == "rgb(18, 22, 27)"
    assert light["ground"] == "rgb(245, 244, 239)"


@pytest.mark.skipif(PDFTOPPM is None, reason="no pdftoppm on this machine (Debian: apt-get install poppler-utils)")
def test_print_is_light_whatever_the_theme(report: Path, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"
    run_chromium(tmp_path, "--blink-settings=preferredColorScheme=0", "--no-pdf-header-footer", f"--print-to-pdf={paper}", report.as_uri())
    subprocess.run([str(PDFTOPPM), "-r", "24", "-gray", str(paper), str(tmp_path / "sheet")], check=True, timeout=60)
    sheets = sorted(tmp_path.glob("sheet-*.pgm"))
    assert 2 <= len(sheets) <= 16  # the evidence stays in the file
    for sheet in sheets:
        body = sheet.read_bytes()
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", body)
        assert head
        pixels = body[head.end() :]
        assert len(pixels) == int(head.group(1)) * int(head.group(2))
        assert sum(pixels) / len(pixels) > 200, f"{sheet.name} is dark"
