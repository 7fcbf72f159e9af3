"""What an editor changed between two copies of a sentence: dropped, added, reworded, softened, hardened, number."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz.distance import Indel

from offing.records import Edit
from offing.trace.sentences import Sentence

Block = tuple[int, int, int, int]

# How sure a word sounds. A change to a lower rank softens, to a higher one hardens (left to right).
_RANKS: dict[str, int] = {
    **dict.fromkeys("may might could possible possibly perhaps maybe reportedly allegedly alleged apparently appears seemed".split(), 1),
    **dict.fromkeys("suspected claims claimed rumored rumoured".split(), 1),
    **dict.fromkeys("likely probably planning plans considering intends hopes prepared ready should believed thought".split(), 2),
    **dict.fromkeys("expected expects".split(), 2),
    **dict.fromkeys("will would shall is are was were has have did must confirmed certain definitely".split(), 3),
}
_COUNTS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
    thirty forty fifty sixty seventy eighty ninety dozen dozens scores hundred hundreds thousand thousands million millions""".split()
)


def find_edits(left: Sentence, right: Sentence) -> tuple[Edit, ...]:
    """The changes from `left` to `right` in order, in the words of the two pages."""
    steps = [step for step in Indel.opcodes(left.words, right.words) if step.tag == "equal"]
    blocks = [(step.src_start, step.src_end, step.dest_start, step.dest_end) for step in steps]
    ends = (len(left.words),) * 2 + (len(right.words),) * 2
    kept = [(0, 0, 0, 0)]
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else ends
        if not _is_chance(kept[-1], block, after):
            kept.append(block)
    found: list[Edit] = []
    for (_, low, _, other_low), (high, _, other_high, _) in pairwise([*kept, ends]):
        if low < high or other_low < other_high:
            found.append(_make_edit(left, right, (low, high), (other_low, other_high)))
    return tuple(found)


def _is_chance(before: Block, block: Block, after: Block) -> bool:
    """One or two words that agree inside a longer change belong to the change."""
    length = block[1] - block[0]
    gap_before = max(block[0] - before[1], block[2] - before[3])
    gap_after = max(after[0] - block[1], after[2] - block[3])
    return length <= 2 and min(gap_before, gap_after) >= 1 and max(gap_before, gap_after) > 4 * length


def _make_edit(left: Sentence, right: Sentence, mine: tuple[int, int], theirs: tuple[int, int]) -> Edit:
    ours, others = left.words[slice(*mine)], right.words[slice(*theirs)]
    return Edit(kind=_name_edit(ours, others), left=_page_words(left, *mine), right=_page_words(right, *theirs))


def _name_edit(ours: tuple[str, ...], others: tuple[str, ...]) -> str:
    before, after = _counts(ours), _counts(others)
    if ours and others and before and after and before != after:
        return "number"
    mine, theirs = _rank(ours), _rank(others)
    if mine and theirs and mine != theirs:
        return "softened" if theirs < mine else "hardened"
    if mine == 1 and not theirs:
        return "hardened"
    if theirs == 1 and not mine:
        return "softened"
    if ours and others:
        return "reworded"
    return "dropped" if ours else "added"


def _counts(words: tuple[str, ...]) -> set[str]:
    return {word for word in words if word[0].isdigit() or word in _COUNTS}


def _rank(words: tuple[str, ...]) -> int:
    """The rank of the least sure word; 0 when none says how sure."""
    return min((_RANKS[word] for word in words if word in _RANKS), default=0)


def _page_words(sentence: Sentence, low: int, high: int) -> str:
    if low >= high:
        return ""
    start, end = sentence.places[low][0] - sentence.span.start, sentence.places[high - 1][1] - sentence.span.start
    return sentence.text[start:end]
