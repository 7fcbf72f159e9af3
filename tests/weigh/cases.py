"""Four small invented cases, written before the rules they test: a raid, with wire, copies and others; two days alike; a rising toll; a
bombing of which some tell and others only speak.

All outlets, all that is told and all who are quoted are invented; the year says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from offing.records import Article
from tests.trace.papers import make_paper


@dataclass(frozen=True)
class Happening:
    """What several papers tell: words of each telling, by paper; how many reporting origins stand behind it, and who claims it (the
    labels of the claimant origins without their days; none: not asked).
    """

    name: str
    told: dict[str, str]
    origins: int
    action: str = "ASSAULT"
    claimants: tuple[str, ...] = ()


@dataclass(frozen=True)
class News:
    """The papers of a case, and the happenings in them that must each be one event of their own."""

    papers: dict[str, Article]
    happenings: tuple[Happening, ...]


def _paper(name: str, outlet: str, day: str, title: str, *sentences: str, credit: str = "") -> tuple[str, Article]:
    host = "".join(outlet.casefold().split())
    url = f"https://{host}.example/{name}"
    return name, make_paper(name, *sentences, outlet=outlet, published=day, url=url, title=title, credit=credit)


RAID = News(
    papers=dict(
        [
            _paper(
                "wire",
                "Meridian Press Agency",
                "2031-03-14",
                "Ethiopian jets bomb al-Shabaab camp in Somalia",
                "Ethiopian jets bombed a camp of al-Shabaab near Baidoa in southern Somalia on Thursday, the Ethiopian army said, three "
                "days after a roadside bomb that it blames on the group killed an Ethiopian captain.",
                "At least 14 fighters were killed and about 20 wounded in the raid, security sources in Baidoa said.",
                "The army's spokesman told reporters that the camp had housed the men who laid mines along the border road.",
                "Somali officials said a herd of camels had been scattered and that two wells could no longer be used.",
                "Al-Shabaab, which has fought the government in Mogadishu for more than two decades, did not comment.",
            ),
            _paper(
                "copy",
                "The Wharf Gazette",
                "2031-03-14",
                "Camp bombed near Baidoa",
                "Ethiopian jets bombed a camp of al-Shabaab near Baidoa in southern Somalia on Thursday, the Ethiopian army said, three "
                "days after a roadside bomb that it blames on the group killed an Ethiopian captain.",
                "At least 14 fighters were killed and some 20 wounded in the raid, security sources in Baidoa said.",
                "Somali officials said a herd of camels had been scattered and that two wells could no longer be used.",
                credit="Meridian Press Agency",
            ),
            _paper(
                "heavy",
                "Morning Ferry",
                "2031-03-15",
                "Fourteen said to be dead in Ethiopian raid",
                "At least 14 fighters were killed and about 20 wounded when Ethiopian warplanes bombed a camp of al-Shabaab in Somalia on "
                "Thursday, security sources in Baidoa said.",
                "The raid came three days after a roadside bomb that the army blames on the group killed an Ethiopian captain.",
                "The army's spokesman told reporters that the camp had housed the men who laid mines along the border road.",
                "Somali officials said a herd of camels had been scattered and that two wells could no longer be used.",
                credit="With material from Meridian Press Agency",
            ),
            _paper(
                "radio",
                "Juba Evening Call",
                "2031-03-14",
                "Explosions in hills west of Baidoa",
                "People in Baidoa were woken on Thursday when planes struck a base of al-Shabaab in the hills to the west.",
                "Elders who reached the place counted 14 graves and spoke of craters as wide as a house.",
                "The planes came from Ethiopia, whose army announced the operation hours later, the district commissioner said.",
            ),
            _paper(
                "lamp",
                "The Lamp Post",
                "2031-03-15",
                "Somali parties condemn bombing by Ethiopia",
                "Somalia's largest opposition party on Friday condemned the Ethiopian bombing of the al-Shabaab camp near Baidoa.",
                "The raid killed at least 14 fighters, according to the army in Addis Ababa, and soldiers keep the place closed.",
                "Members of parliament want to hear from the defence minister next week what he knew beforehand.",
            ),
            _paper(
                "dock",
                "Dockside Weekly",
                "2031-03-18",
                "Convoy ambushed on road to Luuq",
                "Al-Shabaab gunmen attacked an Ethiopian convoy on the road to Luuq on Sunday and wounded four soldiers, drivers said.",
                "The group called it an answer to the Ethiopian air strikes that killed at least 14 of its fighters near Baidoa.",
                "Lorries with sugar and fuel have waited at the bridge since then, and prices in the town have doubled.",
            ),
            _paper(
                "ford",
                "Fordham Bugle",
                "2031-03-18",
                "Four soldiers hurt in ambush",
                "Al-Shabaab gunmen attacked an Ethiopian convoy on the road to Luuq on Sunday and wounded four soldiers, drivers said.",
                "The group called it an answer to the Ethiopian air strikes that killed at least 14 of its fighters near Baidoa.",
                "Lorries with sugar and fuel have waited at the bridge since then, and prices in the town have doubled.",
            ),
        ]
    ),
    happenings=(
        Happening(
            "raid",
            {
                "wire": "Ethiopian jets bombed a camp of al-Shabaab near Baidoa",
                "copy": "Ethiopian jets bombed a camp of al-Shabaab near Baidoa",
                "heavy": "Ethiopian warplanes bombed a camp of al-Shabaab",
                "radio": "planes struck a base of al-Shabaab",
                "lamp": "The raid killed at least 14 fighters",
                "dock": "the Ethiopian air strikes that killed at least 14 of its fighters",
                "ford": "the Ethiopian air strikes that killed at least 14 of its fighters",
            },
            4,
        ),
        Happening(
            "mine",
            {
                "wire": "a roadside bomb that it blames on the group killed an Ethiopian captain",
                "copy": "a roadside bomb that it blames on the group killed an Ethiopian captain",
                "heavy": "a roadside bomb that the army blames on the group killed an Ethiopian captain",
            },
            1,
        ),
        Happening(
            "ambush",
            {"dock": "Al-Shabaab gunmen attacked an Ethiopian convoy", "ford": "Al-Shabaab gunmen attacked an Ethiopian convoy"},
            1,
        ),
    ),
)

DAYS = News(
    papers=dict(
        [
            _paper(
                "mon",
                "Harbour Ledger",
                "2031-05-12",
                "Crowd stones French consulate in Agadez",
                "Protesters threw stones at the French consulate in Agadez on Monday and burned tyres at its gate.",
                "Police fired tear gas to drive the crowd back across the square, and shops stayed shut.",
                "The crowd demanded that France hand back the airfield, which its soldiers have used since spring.",
            ),
            _paper(
                "moncopy",
                "Straits Lantern",
                "2031-05-12",
                "Stones thrown at consulate",
                "Protesters threw stones at the French consulate in Agadez on Monday and burned tyres at its gate.",
                "Police fired tear gas to drive the crowd back across the square, and shops stayed shut.",
                "The crowd demanded that France hand back the airfield, which its soldiers have used since spring.",
            ),
            _paper(
                "monown",
                "Air Massif Observer",
                "2031-05-12",
                "Windows broken at consulate",
                "Hundreds of protesters hurled stones at the consulate of France in Agadez on Monday, breaking windows.",
                "A baker whose stall lost its awning said he had never seen so many people on the square.",
            ),
            _paper(
                "tue",
                "Harbour Ledger",
                "2031-05-13",
                "Second day of unrest at consulate",
                "Protesters threw stones at the French consulate in Agadez on Tuesday for a second day, and guards fired warning shots.",
                "The governor spoke with elders of the town through the night but brought no result.",
                "France said that its diplomats would stay and that the airfield was not on offer.",
            ),
            _paper(
                "tuecopy",
                "Morning Ferry",
                "2031-05-13",
                "Warning shots at consulate",
                "Protesters threw stones at the French consulate in Agadez on Tuesday for a second day, and guards fired warning shots.",
                "The governor spoke with elders of the town through the night but brought no result.",
                "France said that its diplomats would stay and that the airfield was not on offer.",
            ),
            _paper(
                "both",
                "The Lamp Post",
                "2031-05-15",
                "Quiet returns to Agadez",
                "Shops in Agadez opened again on Thursday after two days of unrest at the French consulate.",
                "On Monday protesters had thrown stones at the consulate and set tyres alight.",
                "On Tuesday protesters threw stones at the consulate again until guards fired into the air.",
                "Traders said that the price of millet had not moved and that buses were running.",
            ),
        ]
    ),
    happenings=(
        Happening(
            "monday",
            {
                "mon": "Protesters threw stones at the French consulate",
                "moncopy": "Protesters threw stones at the French consulate",
                "monown": "Hundreds of protesters hurled stones at the consulate of France",
                "both": "On Monday protesters had thrown stones at the consulate",
            },
            3,
            "PROTEST",
        ),
        Happening(
            "tuesday",
            {
                "tue": "Protesters threw stones at the French consulate",
                "tuecopy": "Protesters threw stones at the French consulate",
                "both": "On Tuesday protesters threw stones at the consulate again",
            },
            2,
            "PROTEST",
        ),
    ),
)

TOLL = News(
    papers=dict(
        [
            _paper(
                "first",
                "Meridian Press Agency",
                "2031-08-09",
                "Gunmen kill nine in market in Mali",
                "Gunmen on motorcycles attacked the cattle market in Bandiagara in central Mali on Saturday, killing nine people, "
                "the mayor said.",
                "Traders fled across the river bed and several stalls were set on fire, he told Meridian by telephone.",
                "No group has said that it was behind the attack, which fell on the busiest day of the month.",
            ),
            _paper(
                "light",
                "Straits Lantern",
                "2031-08-09",
                "Nine dead in attack on market",
                "Gunmen on motorcycles attacked the cattle market in Bandiagara in central Mali on Saturday, killing nine people, "
                "the mayor said.",
                "Traders fled across the river bed and several stalls were set on fire, he said by telephone.",
                credit="Meridian Press Agency",
            ),
            _paper(
                "own",
                "Niger Bend News",
                "2031-08-10",
                "Market attack in Mali leaves 17 dead",
                "At least 17 people died when gunmen attacked the cattle market of Bandiagara on Saturday, nurses at its hospital said "
                "on Sunday.",
                "Three of the wounded were flown to Mopti, and the hospital asked for blood and for bandages.",
            ),
            _paper(
                "update",
                "Meridian Press Agency",
                "2031-08-11",
                "Toll of attack on Malian market rises to 23",
                "The number of people killed when gunmen attacked a cattle market in central Mali on Saturday has risen to 23, "
                "the mayor of Bandiagara said on Monday.",
                "Six bodies were found on Sunday in a well where people had tried to hide, he told reporters.",
                "The government declared three days of mourning and sent a company of soldiers from Mopti.",
            ),
            _paper(
                "again",
                "Harbour Ledger",
                "2031-08-11",
                "Mali mourns 23 dead of market",
                "The number of people killed when gunmen attacked a cattle market in central Mali on Saturday has risen to 23, "
                "the mayor of Bandiagara said on Monday.",
                "Six bodies were found on Sunday in a well where people had tried to hide, he told reporters.",
                "The government declared three days of mourning and sent a company of soldiers from Mopti.",
            ),
            _paper(
                "visit",
                "The Lamp Post",
                "2031-08-13",
                "Malian leader in mourning town",
                "Mali's president on Wednesday visited Bandiagara, where gunmen killed 23 people at the cattle market on Saturday.",
                "He promised a road and a garrison, and walked through the burned stalls with the mayor at his side.",
            ),
            _paper(
                "bus",
                "Niger Bend News",
                "2031-08-17",
                "Five killed in attack on bus in Mali",
                "Gunmen attacked a bus near Bandiagara in central Mali on Saturday, killing five people, the driver said.",
                "It was bound for Mopti with traders and their goats when tree trunks blocked the road.",
                "A week earlier gunmen had attacked the cattle market of Bandiagara and killed 23 people.",
            ),
        ]
    ),
    happenings=(
        Happening(
            "market",
            {
                "first": "Gunmen on motorcycles attacked the cattle market in Bandiagara",
                "light": "Gunmen on motorcycles attacked the cattle market in Bandiagara",
                "own": "gunmen attacked the cattle market of Bandiagara",
                "update": "gunmen attacked a cattle market in central Mali",
                "again": "gunmen attacked a cattle market in central Mali",
                "visit": "gunmen killed 23 people at the cattle market",
                "bus": "gunmen had attacked the cattle market of Bandiagara",
            },
            3,
        ),
        Happening("bus", {"bus": "Gunmen attacked a bus near Bandiagara"}, 1),
    ),
)

TALK = News(
    papers=dict(
        [
            _paper(
                "wire",
                "Meridian Press Agency",
                "2031-10-07",
                "Ecuadorian jets bomb Peruvian army post",
                "Ecuadorian jets bombed an army post near Tumbes in northern Peru on Tuesday, the Peruvian army said.",
                "Nine conscripts were taken to a hospital in Piura, where relatives waited at the gate into the night.",
                "The river between the two countries has shifted its bed since the floods, and both claim the island in it.",
            ),
            _paper(
                "copy",
                "The Wharf Gazette",
                "2031-10-08",
                "Army post near Tumbes bombed",
                "Ecuadorian jets bombed an army post near Tumbes in northern Peru on Tuesday, the Peruvian army said.",
                "Nine conscripts were taken to a hospital in Piura, where relatives waited at the gate into the night.",
                credit="Meridian Press Agency",
            ),
            _paper(
                "again",
                "Straits Lantern",
                "2031-10-08",
                "Peru tells of bombs on its border",
                "Ecuadorian planes had bombed the army post near Tumbes on Tuesday, Peruvian army spokesman Raul Vega said.",
                "Fishermen in the mangroves said the boats would stay in harbour until the price of prawns had settled.",
            ),
            _paper(
                "owner",
                "Guayas Evening Post",
                "2031-10-08",
                "Quito speaks of a warning",
                "Ecuador's army claimed the bombing of the army post near Tumbes and told Lima to keep its boats off the island.",
                "Shops along the avenue of the capital closed early, and the buses to the coast were full.",
            ),
            _paper(
                "blame",
                "Harbour Ledger",
                "2031-10-08",
                "Brazil condemns bombing of Peruvian post",
                "Brazil's president condemned Tuesday's bombing of the army post near Tumbes and called his envoy home from Ecuador.",
                "His office had no word on whether the games in Manaus would take place as planned.",
            ),
            _paper(
                "answer",
                "Morning Ferry",
                "2031-10-09",
                "Peru threatens to shut the bridge",
                "Peru's president threatened to shut the bridge in revenge for the Ecuadorian bombing of the army post near Tumbes.",
                "Lorries with bananas stood in a row as long as the town, and drivers cooked at the kerb.",
            ),
        ]
    ),
    happenings=(
        Happening(
            "post",
            {
                "wire": "Ecuadorian jets bombed an army post near Tumbes",
                "copy": "Ecuadorian jets bombed an army post near Tumbes",
                "again": "Ecuadorian planes had bombed the army post near Tumbes",
                "owner": "the bombing of the army post near Tumbes",
                "blame": "Tuesday's bombing of the army post near Tumbes",
                "answer": "the Ecuadorian bombing of the army post near Tumbes",
            },
            5,
            # Once the army that was hit, its spokesman included; who owns up; and the papers that take it for granted. Not the presidents.
            claimants=("Ecuador army", "Harbour Ledger", "Morning Ferry", "Peru army"),
        ),
    ),
)
