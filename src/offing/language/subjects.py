"""Whose verb it is: the subject of a verb group, and how its clause hangs on another, found in the chunks to its left.

`Clauses` holds a sentence's chunks with coordinated noun phrases joined; the questions are answered by position, marks and closed words.
"""

from __future__ import annotations

from offing.language.phrases import Chunk
from offing.language.tags import AUX, BE, find_lemma, load_words

SAYING = frozenset(
    "say tell add announce report claim warn state declare insist argue believe think know fear expect suggest indicate confirm deny admit "
    "acknowledge stress note explain allege assert vow pledge threaten promise write tweet hope conclude reveal show mean".split()
)
TO_NOUNS = frozenset(
    "attempt plan effort decision threat bid pledge vow deal agreement move call order ability right readiness offer promise intention "
    "refusal failure willingness proposal request invitation push campaign resolve mission operation readiness".split()
)
THAT_NOUNS = frozenset(
    "indication report claim evidence allegation warning fear sign suggestion accusation rumor rumour speculation belief fact intelligence "
    "concern condition possibility threat proof hope statement assertion information announcement denial assurance".split()
)
EVENT_NOUNS = frozenset(
    "attack strike airstrike raid assault protest bombing shelling blast clash sanction blow ambush incursion offensive "
    "siege barrage shooting".split()
)
_BOTH = frozenset({"after", "before", "since", "until", "despite", "given"})
FINITE = ("VBD", "VBZ", "VBP", "MD")


class Clauses:
    """The chunks of one sentence, ready to be asked about."""

    def __init__(self, words: list[str], tags: list[str], chunks: list[Chunk]) -> None:
        self.words, self.tags = words, tags
        self.parts: dict[int, list[Chunk]] = {}
        self.chunks = self._join(chunks)
        self.chunks = [self._as_preposition(at) for at in range(len(self.chunks))]
        self.reduced = {at for at, chunk in enumerate(self.chunks) if chunk.kind == "VG" and self._is_reduced(at)}

    def lemma(self, chunk: Chunk) -> str:
        """The dictionary form of a chunk's head; of a noun always in lower case unless it only exists as a name."""
        word, tag = self.words[chunk.head], self.tags[chunk.head]
        if chunk.kind == "VG" and not tag.startswith("VB"):
            tag = "VB"
        lower = word.lower()
        if tag == "NNP" and lower in load_words()[0]:
            known = load_words()[0][lower]
            tag = "NNS" if "NNS" in known else "NN" if "NN" in known else tag
        return find_lemma(word, tag)

    def form(self, at: int) -> str:
        """finite, infinitive, ing, or part (a participle without auxiliary)."""
        chunk = self.chunks[at]
        if chunk.infinitive:
            return "infinitive"
        if at in self.reduced:
            return "ing" if self.tags[chunk.head] == "VBG" else "part"
        tags = [self.tags[token] for token in range(chunk.start, chunk.head + 1) if self.tags[token].startswith(("VB", "MD"))]
        if tags and tags[0] in FINITE:
            return "finite"
        if tags and tags[0] == "VBN" and (self._own_subject(at) is not None or self._closes_relative(self.left(at))):
            return "finite"
        if tags and tags[0] == "VBG":
            return "ing"
        if tags and tags[0] == "VBN" and self._shares_subject(at):
            return "finite"
        return "part" if tags and tags[0] == "VBN" else "bare"

    def _closes_relative(self, comma: int) -> bool:
        """Whether a comma ends a relative clause that another comma opened ("The ministry, which ..., accused")."""
        if comma < 0 or self.chunks[comma].kind != "COMMA":
            return False
        for at in range(comma - 1, 0, -1):
            if self.chunks[at].kind == "COMMA":
                return self.chunks[at + 1].kind == "REL" and self.chunks[at - 1].kind == "NP"
        return False

    def _is_relative(self, at: int) -> bool:
        """Whether a word opens a relative clause: who, which, or "that" after a noun that takes no that-clause."""
        chunk, before = self.chunks[at], self.chunks[at - 1]
        return chunk.kind == "REL" or (chunk.word == "that" and before.kind == "NP" and self.lemma(before) not in THAT_NOUNS)

    def relative_of(self, at: int) -> int:
        """The noun phrase that opens a clause and still waits for its verb where the relative verb group at `at` stands; else -1."""
        left = self.left(at)
        while left >= 1 and self.chunks[at].infinitive and self.chunks[left].kind == "VG":
            at, left = left, self.left(left)
        if left >= 1 and self.chunks[left].kind == "NP":
            left = self.left(self.climb(left))
        if left < 1 or self.chunks[left - 1].kind == "COMMA" or not self._is_relative(left):
            return -1
        top = self.climb(self.left(left))
        if top < 0 or self.chunks[top].kind != "NP" or self.led_by_preposition(top):
            return -1
        edge = self.left(top)
        return top if edge < 0 or self.chunks[edge].kind in ("SUB", "CC", "COMMA") else -1

    def _as_preposition(self, at: int) -> Chunk:
        """The chunk itself, or as a preposition when it looks like a subordinator and no clause follows ("after the attack")."""
        chunk = self.chunks[at]
        if chunk.kind != "SUB" or chunk.word not in _BOTH or at + 1 >= len(self.chunks) or self.chunks[at + 1].kind != "NP":
            return chunk
        run = at + 2
        while run + 1 < len(self.chunks) and self.chunks[run].kind in ("P", "ADV", "TIME"):
            run += 2 if self.chunks[run].kind == "P" and self.chunks[run + 1].kind in ("NP", "TIME") else 1
        verb = run < len(self.chunks) and self.chunks[run].kind in ("VG", "REL", "SUB")
        return chunk if verb else Chunk("P", chunk.start, chunk.end, chunk.head, chunk.word)

    def _shares_subject(self, at: int) -> bool:
        """Whether a bare participle after "and" goes on with an active verb before it ("met the envoys and ruled out talks")."""
        left = self.left(at)
        if left < 0 or self.chunks[left].kind != "CC":
            return False
        for run in range(left - 1, -1, -1):
            if self.chunks[run].kind == "VG":
                return not set(self.chunks[run].words) & BE and self.tags[self.chunks[run].head] in ("VBD", "VBN", "VBZ", "VBP")
        return False

    def left(self, at: int) -> int:
        """The chunk to the left, stepping over adverbs and times; -1 at the start."""
        at -= 1
        while at >= 0 and self.chunks[at].kind in ("ADV", "TIME"):
            if self.chunks[at].kind == "TIME" and at > 0 and self.chunks[at - 1].kind == "P":
                at -= 1
            at -= 1
        return at

    def climb(self, at: int) -> int:
        """From the object of a preposition up to the noun phrase that the preposition hangs on."""
        while at >= 2 and self.chunks[at - 1].kind == "P" and self.chunks[at - 2].kind == "NP":
            at -= 2
        return at

    def led_by_preposition(self, at: int) -> bool:
        """Whether a noun phrase is the object of a preposition."""
        return at > 0 and self.chunks[at - 1].kind == "P"

    def subject(self, at: int) -> tuple[int, str]:
        """(chunk of the subject or -1, how it was found: own, relative, over commas, shared)."""
        left = self.left(at)
        if left < 0:
            return -1, ""
        kind = self.chunks[left].kind
        if kind == "NP":
            found = self._own_subject(at)
            return (found, "own") if found is not None else (-1, "")
        if kind == "REL":
            return self._antecedent(left), "relative"
        if kind == "VG":
            inner = self.left(left)
            outer = self.left(inner) if inner >= 0 and self.chunks[inner].kind == "NP" else -1
            return (self.climb(outer), "own") if outer >= 0 and self.chunks[outer].kind == "NP" else (-1, "")
        if kind == "CC":
            return -1, "shared"
        if kind == "COMMA":
            return self._over_commas(left), "over commas"
        return -1, ""

    def _own_subject(self, at: int) -> int | None:
        """The noun phrase directly left of a verb group, up its chain of prepositions."""
        left = self.left(at)
        if left < 0 or self.chunks[left].kind != "NP":
            return None
        top = self.climb(left)
        if self.led_by_preposition(top):
            above = self.left(top - 1)
            if above >= 0 and self.chunks[above].kind == "VG" and self.relative_of(above) >= 0:
                return self.relative_of(above)
            return self._own_subject_of_part(above) if above >= 0 and above in self.reduced else None
        before = self.left(top)
        if before >= 0 and self.chunks[before].kind == "VG" and self.relative_of(before) >= 0:
            return self.relative_of(before)
        if before >= 0 and before in getattr(self, "reduced", ()) and self.form(before) != "finite":
            return self._own_subject_of_part(before)
        return top

    def _own_subject_of_part(self, at: int) -> int | None:
        """The noun phrase that a reduced relative clause stands after: "Marines guarding the embassy fired"."""
        left = self.left(at)
        return self.climb(left) if left >= 0 and self.chunks[left].kind == "NP" else None

    def _antecedent(self, relative: int) -> int:
        """The noun phrase that a relative clause describes: the nearest, but the event noun above it for "that" and "which"."""
        left = self.left(relative)
        if left >= 0 and self.chunks[left].kind == "COMMA":
            left = self.left(left)
        if left < 0 or self.chunks[left].kind != "NP":
            return -1
        if self.chunks[relative].word in ("that", "which"):
            top = left
            while top >= 2 and self.chunks[top - 1].kind == "P" and self.chunks[top - 2].kind == "NP":
                top -= 2
                lemma = self.lemma(self.chunks[top])
                if lemma in EVENT_NOUNS or lemma.endswith("ion"):
                    return top
        return left

    def _over_commas(self, comma: int) -> int:
        """The subject before an insertion between commas: "Smith, the minister, said"; -1 when there is none."""
        for at in range(comma - 1, 0, -1):
            chunk = self.chunks[at]
            if chunk.kind != "COMMA":
                continue
            left = self.left(at)
            if left < 0 or self.chunks[left].kind != "NP":
                return -1
            top = self.climb(left)
            opener = self.chunks[at + 1].kind
            inside = [self.chunks[run].kind for run in range(at + 1, comma)]
            if self.led_by_preposition(top) or (opener not in ("NP", "REL", "P", "ADJ", "VG", "TIME", "ADV", "SUB")):
                return -1
            return top if "VG" not in inside or opener in ("REL", "VG", "SUB") else -1
        left = self.left(comma)
        return left if left >= 0 and self.chunks[left].kind == "NP" and not self.led_by_preposition(self.climb(left)) else -1

    def _is_reduced(self, at: int) -> bool:
        """Whether a participle directly after a noun phrase describes it ("a summit convened by Egypt", "Marines guarding the embassy")."""
        chunk = self.chunks[at]
        left = at - 1
        while left >= 0 and self.chunks[left].kind == "ADV" and self.words[self.chunks[left].head].endswith("ly"):
            left -= 1
        if chunk.infinitive or left < 0 or self.chunks[left].kind != "NP":
            return False
        tag = self.tags[chunk.head]
        if any(word in AUX or self.tags[chunk.start + step] == "MD" for step, word in enumerate(chunk.words)):
            return False
        if tag == "VBG":
            return True
        known = load_words()[0].get(chunk.word, {})
        if tag not in ("VBN", "VBD") or (known and "VBN" not in known and "VBD" in known):
            return False
        if at + 1 < len(self.chunks) and self.chunks[at + 1].word == "by":
            return True
        return self._has_other_verb(at, left)

    def _has_other_verb(self, at: int, left: int) -> bool:
        """Whether the clause around a bare participle has a finite verb of its own."""
        for run in range(left - 1, -1, -1):
            other = self.chunks[run]
            if other.kind in ("SUB", "REL", "COMMA", "CC"):
                break
            if other.kind == "VG" and not other.infinitive and self.tags[other.head] != "VBG":
                return self.tags[self.chunks[at].head] == "VBN" and not (run == left - 1 and self.lemma(other) in SAYING)
        for run in range(at + 1, len(self.chunks)):
            other = self.chunks[run]
            if other.kind in ("SUB", "REL", "COMMA", "CC"):
                return False
            follow = self.chunks[run + 1].word if run + 1 < len(self.chunks) else ""
            if other.kind == "VG" and not other.infinitive and self.tags[other.head] != "VBG" and follow != "by":
                before = self.left(run)
                return before == at or (before >= 0 and self.chunks[before].kind == "NP" and self.led_by_preposition(before))
        return False

    def _join(self, chunks: list[Chunk]) -> list[Chunk]:
        """Join coordinated noun phrases into one chunk ("A and B", "A, B and C"), but not across a clause border."""
        found: list[Chunk] = []
        at = 0
        while at < len(chunks):
            chunk = chunks[at]
            run = self._run_of(chunks, at) if chunk.kind == "NP" else []
            if len(run) > 1:
                self.parts[chunk.start] = [chunks[place] for place in run]
                last = chunks[run[-1]]
                found.append(Chunk("NP", chunk.start, last.end, chunk.head, chunk.word))
                at = run[-1] + 1
            else:
                found.append(chunk)
                at += 1
        return found

    def _run_of(self, chunks: list[Chunk], at: int) -> list[int]:
        """Places of the noun phrases coordinated with the one at `at`, itself first."""
        run, place = [at], at
        joined = False
        while place + 2 < len(chunks) and chunks[place + 1].kind in ("CC", "COMMA"):
            step = place + 1
            if chunks[step].kind == "COMMA" and chunks[step + 1].kind == "CC":
                step += 1
            if chunks[step].kind == "COMMA" and place == at and at > 0 and self._is_attribution(chunks, step + 1):
                break
            if chunks[step].word in ("but", "nor", ":", ";") or step + 1 >= len(chunks) or chunks[step + 1].kind != "NP":
                break
            last = chunks[step].kind == "CC"
            follow = step + 2
            while follow + 1 < len(chunks) and chunks[follow].kind == "P" and chunks[follow + 1].kind in ("NP", "TIME"):
                follow += 2
            verb_next = follow < len(chunks) and chunks[follow].kind == "VG" and self.tags[chunks[follow].head] != "VBG" \
                and not chunks[follow].infinitive  # fmt: skip
            verb_before = at > 0 and chunks[at - 1].kind == "VG"
            deep = at > 1 and chunks[at - 1].kind == "P" and self._verb_before(chunks, at)
            if verb_next and (verb_before or deep) and last:
                break
            run.append(step + 1)
            place = step + 1
            joined = joined or last
            if last:
                break
        return run if joined else [at]

    def _is_attribution(self, chunks: list[Chunk], at: int) -> bool:
        """Whether a sentence ends with "A and B sources said" from chunk `at` on."""
        while at < len(chunks) and chunks[at].kind in ("NP", "CC"):
            at += 1
        told = at < len(chunks) and chunks[at].kind == "VG" and self.lemma(chunks[at]) in SAYING
        return told and all(chunk.kind in ("P", "TIME", "ADV", "NP") and chunk.word != "that" for chunk in chunks[at + 1 :])

    def _verb_before(self, chunks: list[Chunk], at: int) -> bool:
        """Whether a finite verb governs the prepositions left of `at` in the same clause."""
        for run in range(at - 1, -1, -1):
            if chunks[run].kind == "VG":
                return True
            if chunks[run].kind not in ("NP", "P", "TIME", "ADV"):
                return False
        return False
