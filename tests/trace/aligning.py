"""The alignment of one pair of articles, sentence by sentence: what `passages.align_sheets` must give for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from offing.records import Role
from offing.trace.joins import FACTS
from offing.trace.matches import SHORTEST, Block, Match
from offing.trace.passages import GAIN, JOINED, LOOSE
from offing.trace.rewordings import MAYBE, SURE, score_rewording
from offing.trace.sentences import Sentence, Sheet
from offing.trace.words import STOP, WORD, read_word


def align_one(left: Sheet, right: Sheet) -> list[Match]:
    """The matching sentences of two articles, in order of the left one."""
    found: list[Match] = []
    used: set[tuple[int, int, int]] = set()
    plain = [match for row in range(len(left)) for other in range(len(right)) if (match := compare(left, right, row, other))]
    for match in sorted(plain, key=lambda match: rank(match, left, right)):
        spots = list_spots(match)
        if sum(not (one in used or two in used) for one, two in spots) >= 0.6 * match.shared:
            found.append(match)
            used.update(spot for both in spots for spot in both)
    loose = sorted(match for match in found if match.shared < LOOSE * count_most(left, right, match))
    reworded = find_reworded(left, right, found)
    if len(reworded) + len(found) > 1:
        told = [match for match in reworded if is_told(left, match.left) and is_told(right, match.right)]
        told += find_joined(left, right, [*found, *told], told)
        rows, others = {match.left for match in told}, {match.right for match in told}
        found += [*told, *(match for match in reworded if match.left not in rows and match.right not in others)]
    for match in loose:
        found += find_joined(left, right, found, [match])
    found += find_short(left, right, found)
    return sorted(found, key=lambda match: (match.left, match.right))


def list_spots(match: Match) -> list[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    return [
        ((0, match.left, place + step), (1, match.right, other + step)) for place, other, length in match.blocks for step in range(length)
    ]


def rank(match: Match, left: Sheet, right: Sheet) -> tuple[int, float, int, int, int]:
    furniture = (left.sentences[match.left].role != Role.BODY) + (right.sentences[match.right].role != Role.BODY)
    return (-match.shared, -match.kept, furniture, match.left, match.right)


def list_triples(sentence: Sentence) -> set[tuple[str, ...]]:
    return {sentence.words[place : place + 3] for place in range(len(sentence.words) - 2)}


def compare(left: Sheet, right: Sheet, row: int, other: int) -> Match | None:
    one, two = left.sentences[row], right.sentences[other]
    shorter, longer = sorted((len(one.words), len(two.words)))
    triples = len(list_triples(one) & list_triples(two))
    if triples < 2 or shorter < SHORTEST or triples < min(3, shorter // 4):
        return None
    if one.words == two.words:
        return Match(row, other, ((0, 0, shorter),), shorter, 1.0)
    steps = [step for step in Indel.opcodes(one.words, two.words) if step.tag == "equal"]
    blocks = [(step.src_start, step.dest_start, step.src_end - step.src_start) for step in steps]
    blocks = [block for block in blocks if block[2] > 1 or one.words[block[0]] not in STOP]
    shared = sum(length for *_, length in blocks)
    longest = max((length for *_, length in blocks), default=0)
    runs = sum(length for *_, length in blocks if length >= 3)
    kept = shared / shorter
    mostly = kept >= 0.6 and longest >= 4 and runs >= 0.4 * shorter
    clause = longest >= 10 or (kept >= 0.5 and runs >= 10 and longest >= 5)
    if (shared < 10 and shared < 0.35 * longer) or not (mostly or clause):
        return None
    return Match(row, other, tuple(blocks), shared, kept)


def list_stems(sentence: Sentence) -> set[str]:
    return {read_word(word)[2] for word in WORD.findall(sentence.text)} - {""}


def find_reworded(left: Sheet, right: Sheet, found: Sequence[Match]) -> list[Match]:
    taken = {match.left for match in found}, {match.right for match in found}
    ranked = []
    for row in range(len(left)):
        for other in range(len(right)):
            one, two = list_stems(left.sentences[row]), list_stems(right.sentences[other])
            shared = len(one & two)
            if row in taken[0] or other in taken[1] or shared < max(FACTS, 0.4 * min(len(one), len(two))):
                continue
            score, kept = score_rewording(left.sentences[row].text, right.sentences[other].text), shared / min(len(one), len(two))
            if score >= MAYBE or (kept >= 0.65 and shared >= 0.4 * max(len(one), len(two))):
                aside = 2 - is_told(left, row) - is_told(right, other)
                ranked.append((aside, -max(score, MAYBE), row, other, kept, shared))
    made = []
    for *_, row, other, kept, shared in sorted(ranked):
        if row not in taken[0] and other not in taken[1]:
            taken[0].add(row)
            taken[1].add(other)
            made.append(Match(row, other, (), shared, kept, reworded=True))
    return made


def count_most(left: Sheet, right: Sheet, match: Match) -> int:
    return max(len(left.sentences[match.left].words), len(right.sentences[match.right].words))


def is_told(sheet: Sheet, row: int) -> bool:
    return sheet.sentences[row].role == Role.BODY


def find_joined(left: Sheet, right: Sheet, known: Sequence[Match], reworded: Sequence[Match]) -> list[Match]:
    rows, others = {match.left for match in known}, {match.right for match in known}
    made = []
    for match in reworded:
        alone = score_pair(left, right, [match.left], [match.right])
        for step in (-1, 1):
            for more in ((match.left + step, match.right), (match.left, match.right + step)):
                first = more[0] != match.left
                if (more[0] in rows if first else more[1] in others) or not (0 <= more[0] < len(left) and 0 <= more[1] < len(right)):
                    continue
                one, two = list_stems(left.sentences[more[0]]), list_stems(right.sentences[more[1]])
                shared, fewest = len(one & two), min(len(one), len(two))
                together = score_pair(left, right, sorted({match.left, more[0]}), sorted({match.right, more[1]}))
                if shared >= max(JOINED, 0.4 * fewest) and together >= max(SURE, alone + GAIN):
                    (rows if first else others).add(more[0] if first else more[1])
                    made.append(Match(*more, (), shared, shared / fewest, reworded=True))
    return made


def score_pair(left: Sheet, right: Sheet, rows: Sequence[int], others: Sequence[int]) -> float:
    return score_rewording(" ".join(left.sentences[row].text for row in rows), " ".join(right.sentences[row].text for row in others))


def find_short(left: Sheet, right: Sheet, found: Sequence[Match]) -> Iterator[Match]:
    taken = {match.left for match in found}, {match.right for match in found}
    for row, other in sorted({(match.left + step, match.right + step) for match in found for step in (-1, 1)}):
        if row in taken[0] or other in taken[1] or not (0 <= row < len(left) and 0 <= other < len(right)):
            continue
        block = find_inside(left.sentences[row].words, right.sentences[other].words)
        if block:
            taken[0].add(row)
            taken[1].add(other)
            yield Match(row, other, (block,), block[2], 1.0)


def find_inside(one: tuple[str, ...], two: tuple[str, ...]) -> Block | None:
    length = min(len(one), len(two))
    if length >= SHORTEST or max(len(one), len(two)) > 2 * length:
        return None
    spots = ((place, rest) for place in range(len(one) - length + 1) for rest in range(len(two) - length + 1))
    return next(((*spot, length) for spot in spots if one[spot[0] : spot[0] + length] == two[spot[1] : spot[1] + length]), None)
