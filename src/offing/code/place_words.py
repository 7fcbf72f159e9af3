"""Words that tell a place from a person, a paper or a street of the same name."""

from __future__ import annotations

# Common first names of people in the news (several languages); a place name right after one is a surname.
FIRST_NAMES = frozenset(
    """
    aaron abbas abdel abdul abdullah abraham adam adel adrian ahmad ahmed alan albert alex alexander alexandra alexei alfred ali
    alice allen amanda amir amy ana anderson andre andrea andrei andrew angela angelina ann anna anne anthony antonio arthur
    ashley ashton austin ayman barack barbara barry ben benjamin bernard bernie beth betty bill billy bob bobby boris brad bradley
    brandon brenda brett brian bruce bryan carl carla carlos carol caroline catherine cathy chad charles charlie charlotte chelsea
    cheryl chris christian christina christine christopher cindy claire clarence claude colin craig crystal curtis cynthia dan
    daniel danny dave david dean deborah debra dennis derek diana diane dick dmitry don donald donna dorothy doug douglas duane
    dustin dylan earl ed eddie edgar edward edwin elaine elizabeth ellen emily emma emmanuel eric erica erik ernest ethan eugene
    eva evan evelyn fatima felix fidel florence frances francis francois frank franklin fred frederick gabriel gary gene geoffrey
    george gerald gerard gina glen glenn gloria gordon grace grant greg gregory guy hamid hannah hans harold harriet harry hassan
    heather heidi helen henry herbert hillary holly howard hugh hugo hussein ian ibrahim igor isaac isabel ivan jack jackie
    jackson jacob jaime jake james jamie jan jane janet janice jared jason jay jean jeff jeffrey jennifer jenny jeremy jerry jesse
    jessica jill jim jimmy joan joanna joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan judith
    judy julia julian julie justin karen karl kate katherine kathleen kathryn kathy katie keith kelly ken kenneth kevin khaled kim
    kimberly kirk kristen kyle lance larry laura lauren lawrence lee leo leon leonard leroy leslie lewis linda lindsay lisa lloyd
    logan lois lori louis louise lucas lucy luis luke lynn madison mahmoud manuel marc marcus margaret maria marie marilyn mario
    marion mark marsha marshall martha martin marvin mary mason matt matthew maurice max megan melissa melvin michael michel
    michelle miguel mike mildred milton mitch mitchell mohamed mohammad mohammed molly monica morgan muhammad mustafa nancy
    natalie nathan neil nelson nicholas nick nicolas nicole nigel nikki nina noah noel norman oliver olivia omar oscar owen pamela
    parker pat patricia patrick paul paula pedro penny perry pete peter phil philip phillip phyllis pierre rachel ralph randy
    raymond rebecca recep reginald reza rhonda ricardo richard rick ricky rita rob robert roberta roberto robin rod rodney roger
    roland ron ronald rose rosemary ross roy russell ruth ryan sabrina saddam salman sally sam samantha samuel sandra sara sarah
    scott sean sebastian seth shane shannon sharon shaun shawn sheila shelby sherry shirley sidney simon sophia sophie stacy
    stanley stella stephanie stephen steve steven stewart stuart sue susan suzanne sylvia tamara tammy tanya tara taylor ted
    terence teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy toni tony tracy travis trevor tyler
    valerie vanessa vernon veronica victor victoria vincent viola virginia vivian vladimir wade walter wanda warren wayne wendy
    whitney wilfred will william willie wilson winston xavier yasser yasmin youssef yusuf zachary
    """.split()
)
TITLES = frozenset(
    """
    mr mrs ms miss dr sir lord lady gen general lt lieutenant col colonel maj major capt captain sgt sergeant cpl corporal adm
    admiral cmdr commander president senator sen rep representative gov governor mayor judge justice secretary minister premier
    chancellor prince princess king queen pope bishop cardinal rev reverend father sister professor prof coach officer deputy
    sheriff detective ambassador sheikh ayatollah imam chairman congressman congresswoman attorney analyst director saint madam
    aunt uncle
    """.split()
)
# After a place name: the name of something else, which only carries the place's name.
THINGS = frozenset(
    """
    post times herald tribune gazette chronicle journal news press mail telegraph globe star mirror courier dispatch observer
    examiner examiners university college institute school academy hospital clinic medical foundation museum gallery library
    theatre theater orchestra church cathedral temple mosque street st road rd avenue ave boulevard blvd drive lane bridge tower
    park zoo gardens stadium arena field hotel inn club bank fund group inc corp corporation co company ltd llc plc industries
    motors airlines airways air united rovers rangers yankees mets giants cowboys knicks lakers bulls cubs bears eagles patriots
    ravens steelers state tech declaration accord accords agreement treaty protocol convention summit conference championships
    olympics marathon cup open series film festival hall house trust society association council's jury review books magazine
    center centre square exchange stock mill works oil petroleum energy electric pipeline railway railroad line lines cathedral
    high middle elementary prep bay beach heights
    """.split()
)
# Still the place itself.
PARTS = frozenset(
    """
    city town county province state region district area airport suburb suburbs governorate police authorities residents officials
    mayor
    """.split()
)
COMPASS = frozenset(
    """
    north south east west northern southern eastern western central downtown upper lower greater northeast northwest southeast
    southwest northeastern northwestern southeastern southwestern mid inner old nearby neighbouring neighboring rural suburban
    mainland occupied
    """.split()
)
PREPOSITIONS = frozenset(
    """
    in near at from to outside around across through toward towards into inside over via between leaving left reach reached
    visiting visit visited entering entered throughout within beyond off along for of against on above under
    """.split()
)
LOCATIVE = frozenset(
    """
    in near at from to outside around across through toward towards into inside over via throughout within off along on above
    """.split()
)
# Names that are words first: a place only with a preposition before or a region after.
ALLOWED_BEFORE = frozenset(
    """
    the a an and or but as in on at of from to for by with when while where after before since if then this that these those
    although though because its his her their our my your former new both some all many most other another until during despite
    unlike like nor also yet meanwhile however across near between via not no
    """.split()
)
