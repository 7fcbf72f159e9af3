"""What a learned reader says, joined with the frames: its deeds are told by hand, so that nothing rests on what the weights see."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from offing.code.claims import code_sentence, code_sentences, code_sheet, open_sheets, wrap_sentence
from offing.code.deeds import weigh_status
from offing.code.gates import tells_politics
from offing.code.pairings import find_words, weigh_pair
from offing.language.analyses import Analysis, Deed, Filler, Predicate, Ranked
from offing.language.choices import open_analyzer
from offing.language.rules import RulesAnalyzer
from offing.records import Claim, Status

EVENT: Ranked = (("event", 0.97),)


class Reader:
    """The trees of the model, with deeds, statuses and gates told by hand: word -> deed."""

    name, version = "told", "1"

    def __init__(self, deeds: dict[str, tuple[float, str, dict[str, str]]], gates: Ranked = EVENT, status: str = "") -> None:
        self.deeds, self.gates, self.status = deeds, gates, status

    def analyze(self, sentences: list[str]) -> list[Analysis]:
        return [self._add(one) for one in open_analyzer("model").analyze(sentences)]

    def _add(self, analysis: Analysis) -> Analysis:
        words = {token.text: at for at, token in enumerate(analysis.tokens)}
        deeds = tuple(
            Deed(words[word], score, ((kind, 0.9),), tuple(Filler(role, words[head], 0.9) for role, head in parties.items()))
            for word, (score, kind, parties) in self.deeds.items()
        )
        told = {deed.trigger for deed in deeds}
        ranked = ((self.status, 0.9),) if self.status else ()
        predicates = tuple(replace(one, statuses=ranked if one.trigger in told else ()) for one in analysis.predicates)
        return replace(analysis, deeds=deeds, gates=self.gates, predicates=predicates)


def code(sentence: str, reader: Reader) -> list[Claim]:
    return code_sentence(sentence, analyzer=reader)


def test_a_deed_that_no_frame_knows_becomes_a_claim_with_its_parties() -> None:
    sentence = "Norway sidestepped France over the fisheries."
    reader = Reader({"sidestepped": (0.8, "REJECT", {"who": "Norway", "whom": "France"})})
    (claim,) = code(sentence, reader)
    assert (claim.action, claim.status) == ("REJECT", Status.HAPPENED)
    assert claim.who is not None
    assert claim.whom is not None
    assert (claim.who.code, claim.whom.code) == ("NOR", "FRA")
    assert code_sentence(sentence, analyzer=RulesAnalyzer()) == []


@pytest.mark.parametrize(("score", "gates"), [(0.2, EVENT), (0.9, (("sport", 0.98),))])
def test_a_doubtful_deed_or_gate_tells_nothing_and_says_why(score: float, gates: Ranked) -> None:
    reader = Reader({"sidestepped": (score, "REJECT", {"who": "Norway", "whom": "France"})}, gates)
    (sheet,) = open_sheets(wrap_sentence("Norway sidestepped France over the fisheries."), reader)
    assert list(code_sheet(sheet)) == []
    assert [note.refused for note in sheet.notes if note.action == "REJECT"] != [""]


def test_a_frame_keeps_its_type_and_takes_status_and_parties_of_the_reader() -> None:
    sentence = "Greece condemned the raid that Turkey is said to have led."
    (claim, *_) = code(sentence, Reader({"condemned": (0.9, "SUPPORT", {"who": "Greece", "whom": "Turkey"})}, status="alleged"))
    assert (claim.action, claim.status) == ("ACCUSE", Status.ALLEGED)
    assert claim.whom is not None
    assert claim.whom.code == "TUR"


def test_two_doers_without_a_recipient_do_it_with_each_other() -> None:
    sentence = "The confab of Chad with Niger dragged on."
    deed = (0.9, "CONSULT", {"who": "Chad"})
    reader = Reader({"confab": deed})
    analysis = reader.analyze([sentence])[0]
    words = {token.text: at for at, token in enumerate(analysis.tokens)}
    both = replace(analysis.deeds[0], parties=(Filler("who", words["Chad"], 0.9), Filler("who", words["Niger"], 0.8)))
    reader.analyze = lambda sentences: [replace(analysis, deeds=(both,))]  # type: ignore[method-assign]
    (claim,) = code(sentence, reader)
    assert claim.who is not None
    assert claim.whom is not None
    assert (claim.who.code, claim.whom.code) == ("TCD", "NER")


def test_a_private_person_is_no_party_of_a_deed() -> None:
    sentence = "Marla Quent rebuked Norway on Monday."
    claims = code(sentence, Reader({"rebuked": (0.9, "ACCUSE", {"who": "Quent", "whom": "Norway"})}))
    assert all("Quent" not in (claim.who.words if claim.who else "") for claim in claims)


@pytest.mark.parametrize(
    ("scoped", "ranked", "expected"),
    [
        (Status.HAPPENED, (), Status.HAPPENED),
        (Status.HAPPENED, (("alleged", 0.7),), Status.ALLEGED),
        (Status.PLANNED, (("happened", 0.9),), Status.PLANNED),
        (Status.HAPPENED, (("background", 0.9),), Status.HAPPENED),
        (Status.PLANNED, (("denied", 0.5),), Status.DENIED),
    ],
)
def test_an_act_is_told_as_done_only_where_the_scope_agrees(scoped: Status, ranked: Ranked, expected: Status) -> None:
    predicate = Predicate(trigger=0, start=0, end=1, kind="verb", lemma="act", form="finite", statuses=ranked)
    assert weigh_status(scoped, predicate) is expected


def test_the_pair_that_is_named_chooses_among_the_deeds() -> None:
    sentence = "Peru thanked Chile after Bolivia rebuked Ecuador."
    reader = Reader(
        {"thanked": (0.9, "SUPPORT", {"who": "Peru", "whom": "Chile"}), "rebuked": (0.9, "ACCUSE", {"who": "Bolivia", "whom": "Ecuador"})}
    )
    analysis = reader.analyze([sentence])[0]
    assert weigh_pair(analysis, "Peru", "Chile")[0][0] == "SUPPORT"
    assert weigh_pair(analysis, "Bolivia", "the Ecuador")[0][0] == "ACCUSE"
    assert sum(share for _, share in weigh_pair(analysis, "Peru", "Ecuador")) == pytest.approx(1)
    assert weigh_pair(replace(analysis, deeds=()), "Peru", "Chile") == []
    assert find_words(analysis, "chile") == {2}


def test_a_known_side_that_speaks_is_political_though_nothing_is_coded() -> None:
    sentence = 'French President Emmanuel Macron said: "The weather in the south is fine."'
    for gates, expected in (((("speech", 0.9),), True), ((("sport", 0.9),), False)):
        (sheet, *_) = open_sheets(wrap_sentence(sentence), Reader({}, gates))
        list(code_sheet(sheet))
        assert tells_politics(sheet) is expected


def test_sentences_read_together_are_coded_as_one_by_one() -> None:
    sentences = ["Rebels shelled the port of Sudra.", "France thanked Niger. Niger rebuked Chad.", "", "Rebels shelled the port of Sudra."]
    assert code_sentences(sentences) == [code_sentence(sentence) for sentence in sentences]


def test_who_seeks_to_act_himself_asks_nobody() -> None:
    sides = {"who": "Norway", "whom": "Chile"}
    deeds = {"seeking": (0.9, "REQUEST", sides), "deepen": (0.03, "COOPERATE", sides)}
    told = code("Norway is seeking to deepen a partnership with Chile.", Reader(deeds, status="planned"))
    assert [(claim.action, claim.status) for claim in told] == [("COOPERATE", Status.PLANNED)]
    asked = code("Norway is seeking permission from Chile to land.", Reader({"seeking": (0.9, "REQUEST", sides)}))
    assert [claim.action for claim in asked] == ["REQUEST"]
