"""The command `why`: a record down to its pages; a claim, a sentence or the sentences of an article with the reasons of the coder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from offing import __version__
from offing.case import Case
from offing.cli.analyzers import choose_opener
from offing.cli.finding import find_article
from offing.cli.screens import print_json, print_text
from offing.code.claims import wrap_sentence
from offing.code.explanations import READER, TABLE, Account, Finding, explain_article
from offing.errors import CaseError, NotFound
from offing.language.analyses import Analyzer
from offing.language.choices import choose_analyzer
from offing.records import Article, Claim, Record
from offing.tell.briefs import make_brief
from offing.tell.phrases import say_status
from offing.tell.texts import explain_record, find_record
from offing.tell.views import View
from offing.values import Certainty, Status

RULES = "rules"


class Question(Struct, frozen=True):
    """What is asked: a record, or words of one's own, or each sentence of an article; and who shall read, "" for the default."""

    ident: str = ""
    sentence: str = ""
    sentences: bool = False
    analyzer: str = ""


def show_why(path: Path, question: Question, as_json: bool) -> None:
    """Print the answer. Raises CaseError when nothing is asked, NotFound when no record or article fits."""
    if question.sentence.strip():
        _show_accounts(wrap_sentence(question.sentence), _open_reader(question.analyzer, path), as_json)
    elif not question.ident:
        raise CaseError(
            "nothing is asked", hint='offing why ID --case FILE, offing why ARTICLE --sentences --case FILE, or offing why --sentence "..."'
        )
    elif question.sentences:
        _show_accounts(find_article(Case(path).view(), question.ident), _open_reader(question.analyzer, path), as_json)
    else:
        _show_record(path, question, as_json)


def _show_accounts(article: Article, reader: Analyzer, as_json: bool) -> None:
    accounts = list(explain_article(article, reader))
    if as_json:
        print_json({"analyzer": reader.name, "sentences": accounts})
        return
    said = "\n".join(line for account in accounts for line in _write_account(account))
    print_text(
        f"{_introduce(accounts)}\n\n{said}" if accounts else "No sentence of it is read: it is not in English, or has no running text."
    )


def _show_record(path: Path, question: Question, as_json: bool) -> None:
    """A record, or line N of the brief, down to the characters of its pages; of a claim also why it is coded so."""
    view = Case(path).view()
    record = _find(view, question.ident)
    tree = explain_record(view, record.id)
    accounts: list[Account] = []
    if isinstance(record, Claim):
        own = question.analyzer or (RULES if record.analyzer.startswith(RULES) else "")
        accounts = _explain_claim(view, record, _open_reader(own, path))
    if as_json:
        print_json({"kind": type(record).__name__, "record": record, "tree": tree.splitlines(), "coding": accounts})
        return
    print_text(tree)
    for account in accounts:
        print_text("\n".join((f"How it is coded. {_introduce(accounts)}\n", *_write_account(account))))
    if isinstance(record, Claim) and not accounts:
        print_text("How it is coded: by another version or another analyzer; read again now, this word makes no such claim.")


def _find(view: View, ident: str) -> Record:
    if not (ident.isdigit() and len(ident) < 4):
        return find_record(view, ident)
    lines = {str(line.number): line.line for line in make_brief(view, title="", tool=f"offing {__version__}").lines()}
    if ident not in lines:
        raise CaseError(f"line {ident}: the brief has {len(lines)} lines", hint="see offing brief, or give the id of a record")
    return find_record(view, lines[ident].id)


def _explain_claim(view: View, claim: Claim, reader: Analyzer) -> list[Account]:
    """The account of the claim's sentence with the findings on its word; empty when it is no longer coded so. Raises NotFound."""
    article = view.find(claim.article)
    if not isinstance(article, Article):
        raise NotFound(f"{claim.article}: the article of this claim is not in the view", hint="run the sources again: offing run FOLDER")
    for account in explain_article(article, reader):
        found = tuple(one for one in account.findings if one.coded and (one.span, one.action) == (claim.trigger, claim.action))
        if found:
            return [Account(sentence=account.sentence, span=account.span, part=account.part, gate=account.gate, read=True, findings=found)]
    return []


def _open_reader(analyzer: str, path: Path) -> Analyzer:
    return choose_opener(analyzer, path)(choose_analyzer(analyzer))


def _introduce(accounts: Sequence[Account]) -> str:
    """What is meant by the table, and by the reader where one has read."""
    return TABLE if all("no reader" in account.gate for account in accounts) else f"{READER} {TABLE}"


def _write_account(account: Account) -> Iterator[str]:
    part = f" ({account.part})" if account.part else ""
    yield f"{account.span.start}-{account.span.end}{part} “{' '.join(account.sentence.split())}”"
    yield f"  gate: {account.gate}"
    for finding in account.findings:
        yield f"  {_name_finding(finding)}"
        yield from (f"      {reason}" for reason in finding.reasons)
    if account.others:
        yield f"  no act, neither in the table nor to the reader: {', '.join(account.others)}"
    elif account.read and not account.findings:
        yield "  no word of it tells an act"
    yield ""


def _name_finding(finding: Finding) -> str:
    act = f"{finding.action} {finding.mode}".strip()
    if not finding.coded:
        return f"not coded: {finding.word}, as {act}"
    sides = " → ".join((finding.who or "nobody named", finding.whom)) if finding.whom else finding.who or "nobody named"
    return f"coded: {finding.word}, as {act}, {say_status(Status(finding.status), Certainty(finding.certainty))}; {sides}"
