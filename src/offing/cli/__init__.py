"""The command line: the only printer. Each command loads its module when it is called, so that `offing --help` stays quick.

Exit codes: 0 done; 1 something given is wrong (said, with the next step); 2 the command was typed wrongly; 3 `--strict` and something
could not be read; 4 a hash differs or a bar is missed.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from offing import __version__
from offing.errors import OffingError

EPILOG = (
    "Exit codes: 0 done · 1 something given is wrong · 2 typed wrongly · 3 --strict and something could not be read"
    " · 4 a hash differs or a bar is missed"
)
app = typer.Typer(
    name="offing",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=EPILOG,
    help="What is reported, by how many sources that did not copy each other, who said it and who denies it.",
)

CaseOption = Annotated[Path, typer.Option("--case", "-c", metavar="FILE", help="The case file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CASE = Path("case.db")


# Small products on several cores wait for each other more than they compute; work is shared out by processes. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run the command line; a foreseen failure is printed with its next step."""
    gc.set_threshold(50_000, 20, 20)  # records live long and hold no circles: to look through them every 700 costs a tenth of all time
    try:
        app()
    except OffingError as error:
        print(f"offing: {error.message}\n  next: {error.hint}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except SystemExit as end:
        # typer turns Ctrl-C into this exit, without a word of its own.
        if end.code == 130:
            print("\noffing: stopped. What was done is kept; the same command goes on from there.", file=sys.stderr)
        raise


def _version(asked: bool) -> None:
    if asked:
        print(f"offing {__version__}")
        raise typer.Exit


@app.callback()
def root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Offing reads raw news pages on your own machine. Only `offing poll`, and `--analyzer llm:` when you ask, open connections."""


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the case and the report.")] = Path("out/demo"),
    workers: Annotated[int, typer.Option(help="Processes; 0 means one per core.")] = 0,
) -> None:
    """Read the example (invented outlets on a public record) and write its brief as one HTML file."""
    from offing.cli.demos import run_demo

    run_demo(out, workers)


@app.command()
def run(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders: HTML, text, RSS, Atom, WARC, WACZ, mbox, eml, maildir, JSONL, CSV."),
    ] = None,
    case: CaseOption = CASE,
    columns: Annotated[str, typer.Option(metavar="MAP", help="Columns of JSONL or CSV: text=body,title=headline,date=day,url=link.")] = "",
    in_place: Annotated[bool, typer.Option("--in-place", help="Leave archived pages in their WARC; the case keeps where.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Do only what failed again; without sources, those of earlier runs.")] = False,
    until: Annotated[str, typer.Option(metavar="STAGE", help="Stop after this stage (read, clean, trace ...).")] = "",
    analyzer: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Who reads the sentences: model, rules, spacy:NAME, gliner:FOLDER, hf:FOLDER, llm:URL#MODEL. Default: model.",
        ),
    ] = "",
    workers: Annotated[int, typer.Option(help="Processes; 0 means one per core.")] = 0,
    strict: Annotated[bool, typer.Option(help="Exit with 3 when anything could not be read.")] = False,
    json: JsonOption = False,
) -> None:
    """Take pages through every stage into a case. A killed run goes on where it was; a second run adds nothing."""
    from offing.cli.running import run_sources
    from offing.intake import Reading

    reading = Reading(columns=columns, in_place=in_place, retry=retry)
    raise typer.Exit(
        run_sources(sources or [], case, workers=workers, strict=strict, as_json=json, reading=reading, until=until, analyzer=analyzer)
    )


@app.command()
def failures(
    case: CaseOption = CASE,
    all_of_them: Annotated[bool, typer.Option("--all", help="Also what failed once and no longer does.")] = False,
    json: JsonOption = False,
) -> None:
    """Everything that could not be read or worked on: where, at which stage, why, and what to do."""
    from offing.cli.failing import show_failures

    show_failures(case, all_of_them, json)


@app.command()
def poll(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Feeds, sitemaps or pages: addresses, or files that list them (OPML, text). None: those of before."),
    ] = None,
    case: CaseOption = CASE,
    limit: Annotated[int, typer.Option(min=0, help="At most so many pages; the others wait for the next poll.")] = 500,
    feeds_only: Annotated[bool, typer.Option("--feeds-only", help="Keep the feeds' own text; ask for no page they link to.")] = False,
    fetch_only: Annotated[bool, typer.Option("--fetch-only", help="Keep the pages, and leave the stages to `offing run`.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask the sources, name what is new, keep nothing.")] = False,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="Poll again and again, so long after the last (15m, 2h); Ctrl-C ends it.")
    ] = "",
    retry: Annotated[bool, typer.Option("--retry", help="Ask again for what failed or was denied in earlier polls.")] = False,
    contact: Annotated[str, typer.Option(help="A web or mail address at which hosts can reach you; stands in the User-Agent.")] = "",
    allow_host: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A host of your own network that may be asked.")] = None,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to a host; robots.txt may ask for more.")] = 1.0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one whole answer.")] = 60.0,
    longest_wait: Annotated[float, typer.Option(min=0, help="A host that asks for a longer wait is left for the next poll.")] = 120.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="The largest answer, unpacked.")] = 20_000_000,
    hosts: Annotated[int, typer.Option(min=1, max=64, help="Hosts asked beside each other, each over one connection.")] = 4,
    save_opml: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the sources of the case as OPML.")] = None,
    workers: Annotated[int, typer.Option(help="Processes for the stages; 0 means one per core.")] = 0,
    strict: Annotated[bool, typer.Option(help="Exit with 3 when anything failed or was denied.")] = False,
    json: JsonOption = False,
) -> None:
    """Fetch what is new at feeds, sitemaps and pages into a case, politely. The only command that opens connections."""
    from offing.cli.polling import Order, poll_case
    from offing.fetch import Limits

    limits = Limits(
        delay=delay, total_seconds=timeout, longest_wait=longest_wait, max_bytes=max_bytes, hosts=hosts, contact=contact,
        allowed=frozenset(name.lower() for name in allow_host or []),
    )  # fmt: skip
    order = Order(
        case=case, limit=limit, feeds_only=feeds_only, fetch_only=fetch_only, dry_run=dry_run, every=every, retry=retry,
        opml=save_opml, workers=workers, strict=strict, as_json=json,
    )  # fmt: skip
    raise typer.Exit(poll_case(sources or [], limits, order))


@app.command()
def brief(
    case: CaseOption = CASE,
    out: Annotated[Path | None, typer.Option(help="Write the brief as one self-contained HTML file.")] = None,
    title: Annotated[str, typer.Option(help="Title of the brief.")] = "",
    json: JsonOption = False,
) -> None:
    """The brief: lines reported and disputed, what is not known, the sources, and the sentence under every line."""
    from offing.cli.reading import show_brief

    show_brief(case, out, title, json)


@app.command()
def timeline(case: CaseOption = CASE, json: JsonOption = False) -> None:
    """Events by the day they are said to have happened, with standing and both counts of origins."""
    from offing.cli.reading import show_timeline

    show_timeline(case, json)


@app.command()
def stories(case: CaseOption = CASE, json: JsonOption = False) -> None:
    """Stories: articles, reporting origins, passages shared, events."""
    from offing.cli.reading import show_stories

    show_stories(case, json)


@app.command()
def claims(
    case: CaseOption = CASE,
    status: Annotated[str, typer.Option(help="Only this status (happened, planned, denied ...).")] = "",
    actor: Annotated[str, typer.Option(help="Only claims with this actor code or word on either side.")] = "",
    json: JsonOption = False,
) -> None:
    """Claims: who says that who did, will do or did not do what to whom."""
    from offing.cli.reading import show_claims

    show_claims(case, status, actor, json)


@app.command()
def cuts(
    page: Annotated[str, typer.Argument(help="A page: its id, the start of its SHA-256, or part of its file name.")],
    case: CaseOption = CASE,
    json: JsonOption = False,
) -> None:
    """Everything that was cut from a page, and why."""
    from offing.cli.reading import show_cuts

    show_cuts(case, page, json)


@app.command()
def versions(
    address: Annotated[str, typer.Argument(metavar="[URL]", help="Only articles whose address or headline holds this.")] = "",
    case: CaseOption = CASE,
    json: JsonOption = False,
) -> None:
    """Articles that were seen with more than one content, and what their outlet changed."""
    from offing.cli.editions import show_versions

    show_versions(case, address, json)


@app.command()
def trace(
    story: Annotated[str, typer.Argument(help="A story: its id, the start of it, or words of its title.")],
    case: CaseOption = CASE,
    json: JsonOption = False,
) -> None:
    """Who copied whom in a story: passages, direction, edits, origins."""
    from offing.cli.reading import show_trace

    show_trace(case, story, json)


@app.command()
def compare(
    left: Annotated[
        str, typer.Argument(metavar="A", help="An article: its id, address or file name, or the start of one; or a saved file.")
    ],
    right: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    case: Annotated[
        Path | None, typer.Option("--case", "-c", metavar="FILE", help="The case file; not needed when A and B are two files.")
    ] = None,
    story: Annotated[str, typer.Option(metavar="STORY", help="Inside this story, A and B may be names of outlets.")] = "",
    json: JsonOption = False,
) -> None:
    """Two articles side by side: shared, reworded, softened, only here, moved; headline against text; and which is the likely source."""
    from offing.cli.comparing import show_comparison

    show_comparison((left, right), case, story, json)


@app.command()
def decide(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="cut: the two are independent. add: B took from A (or see --dispatch).")],
    left: Annotated[str, typer.Argument(metavar="A", help="An article, as for compare.")],
    right: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; kept in the log.")],
    case: CaseOption = CASE,
    story: Annotated[str, typer.Option(metavar="STORY", help="Inside this story, A and B may be names of outlets.")] = "",
    dispatch: Annotated[bool, typer.Option("--dispatch", help="With add: both come from one dispatch that is neither.")] = False,
    words: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Only this passage: words of it in A; with add, again for B.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; default: the name you are logged in with.")] = "",
    no_run: Annotated[bool, typer.Option("--no-run", help="Only keep it; the next run counts with it.")] = False,
) -> None:
    """Cut or add a copy edge between two articles. It is logged, can be undone, and the counts of origins follow."""
    from offing.cli.deciding import Order, decide_edge

    decide_edge(
        case, kind, (left, right), Order(reason=reason, story=story, dispatch=dispatch, words=tuple(words or ()), by=by, no_run=no_run)
    )


@app.command()
def decisions(case: CaseOption = CASE, json: JsonOption = False) -> None:
    """The log of what was decided: who, when, why, and whether it is in force, undone or orphaned."""
    from offing.cli.deciding import show_decisions

    show_decisions(case, json)


@app.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of a decision, or of an undoing, in the log.")],
    case: CaseOption = CASE,
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; kept in the log.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who undoes it; default: the name you are logged in with.")] = "",
    no_run: Annotated[bool, typer.Option("--no-run", help="Only keep it; the next run counts with it.")] = False,
) -> None:
    """Undo a decision. Nothing is deleted: the log keeps both, and the counts are what they were before."""
    from offing.cli.deciding import undo_decision

    undo_decision(case, number, reason, by, no_run)


@app.command()
def why(
    ident: Annotated[
        str, typer.Argument(metavar="[ID]", help="Any record's id, or the start of it; or the number of a line of the brief.")
    ] = "",
    case: CaseOption = CASE,
    sentence: Annotated[str, typer.Option(metavar="WORDS", help="Explain how these words are coded; needs no case.")] = "",
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Explain each sentence of an article; ID is its id, address or file name.")
    ] = False,
    analyzer: Annotated[str, typer.Option(metavar="NAME", help="Who reads, as for run; default: as the install does.")] = "",
    json: JsonOption = False,
) -> None:
    """Walk a record down to its pages; say why a claim, a sentence or an article is coded as it is, and why not otherwise."""
    from offing.cli.explaining import Question, show_why

    show_why(case, Question(ident=ident, sentence=sentence, sentences=sentences, analyzer=analyzer), json)


@app.command()
def warn(
    case: CaseOption = CASE,
    simulated: Annotated[bool, typer.Option(help="Show a simulated world of invented pairs instead of the case.")] = False,
    json: JsonOption = False,
) -> None:
    """Probabilities for pairs of actors with base rate, horizon and sample; or why no number is given."""
    from offing.cli.warning import show_warnings

    show_warnings(case, simulated, json)


@app.command()
def indicators(case: CaseOption = CASE, json: JsonOption = False) -> None:
    """Indicators by pair and day beside the pair's own normal."""
    from offing.cli.warning import show_indicators

    show_indicators(case, json)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words that must all stand in the article.")],
    case: CaseOption = CASE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many articles.")] = 20,
    json: JsonOption = False,
) -> None:
    """Articles that hold the words, best first."""
    from offing.cli.reading import show_hits

    show_hits(case, " ".join(words), limit, json)


@app.command()
def verify(case: CaseOption = CASE, json: JsonOption = False) -> None:
    """Hash every kept page again; exit with 4 when one differs."""
    from offing.cli.keeping import verify_case

    raise typer.Exit(verify_case(case, json))


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="Folder for the tables; made when absent.")],
    case: CaseOption = CASE,
    form: Annotated[
        str, typer.Option("--format", help="parquet, csv or jsonl; or warc: the kept pages; or cameo: rows of event data.")
    ] = "parquet",
    actors: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="With cameo: dictionaries of PETRARCH (actors, agents, discards, verbs) to code with."),
    ] = None,
    analyzer: Annotated[str, typer.Option(metavar="NAME", help="With cameo: who reads, as for run.")] = "",
) -> None:
    """Events, claims, articles, copies and origins as tables without full text; or, as warc, the kept pages themselves."""
    from offing.cli.keeping import export_case

    export_case(case, out, form, actors or [], analyzer)


@app.command("eval")
def evaluate(
    task: Annotated[str, typer.Argument(help="A measured task (a wrong name lists them all), or accuracy for the whole page of figures.")],
    path: Annotated[list[Path] | None, typer.Argument(help="The folder (or folders) that the task is measured on.")] = None,
    out: Annotated[Path | None, typer.Option(help="With accuracy: write docs/accuracy.md here.")] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 4 when a bar is missed.")] = False,
    json: JsonOption = False,
) -> None:
    """Measure a task: figures with a 95 % bootstrap interval, the bar, and everything that was missed."""
    from offing.cli.measuring import run_evaluation

    raise typer.Exit(run_evaluation(task, path or [], out=out, strict=strict, as_json=json))
