"""Headlines without a heading: several signs together show that they are another story's."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

AT_END = cleaner.Cleaner(select=["related/headlines-at-end", "advert/advert-label"], budget=1)
STRAY = cleaner.Cleaner(select=["related/stray-headline"], budget=1)
BESIDE = cleaner.Cleaner(select=["related/headlines-beside-links", "related/read-more-line"], budget=1)
NOT_BESIDE = cleaner.Cleaner(select=["related/read-more-line"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
FERRY = "Two boats lay at the pier. Neither of them sailed."
CAT = "The cat of the harbour office slept. It always does."
ARTICLE = f"Fares to rise\n{MET}\n{RAIN}\n{FERRY}\n{CAT}"
SEAL = "Seal steals the hat of a tourist"
GOLD = "Painter finds gold under his kitchen"
NAMES = ("Adam", "Bert", "Cora", "Dora", "Evan", "Finn", "Gail", "Hugo", "Ivan")
BAKE = "How Three Sisters Taught Their Village to Bake"


def gone(*lines: str) -> str:
    return "\n".join(f"[-{line}-]" for line in lines)


def sized(text: str, size: int) -> str:
    """The text, its last word made longer."""
    return text.ljust(size, "e")


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        pytest.param(SEAL, True, id="another story's headline"),
        pytest.param("Seal steals the hat of a boys", False, id="29 characters"),
        pytest.param("Seal steals the hat of a child", True, id="30 characters"),
        pytest.param(
            sized("Seal steals the hat of a tourist and wears it in spit", 110), True, id="110 characters"
        ),
        pytest.param(
            sized("Seal steals the hat of a tourist and wears it in spit", 111), False, id="111 characters"
        ),
        pytest.param("10 seals that stole the hat of a tourist", False, id="a number in front"),
        pytest.param("seal steals the hat of a tourist", False, id="a small letter in front"),
        pytest.param(f"{SEAL}!", False, id="an exclamation"),
        pytest.param("Who stole the hat of a tourist?", False, id="a question"),
        pytest.param("Seal steals tourist's headgear", False, id="four words"),
        pytest.param("Seal steals a tourist's headgear", True, id="five words"),
        pytest.param("Seal steals hat. Tourist wants it back", False, id="two sentences"),
        pytest.param("SEAL STEALS THE HAT OF A TOURIST", False, id="capitals"),
        pytest.param("Seal steals hat of tourist @quay", False, id="an address"),
        pytest.param("Seal steals the hat, wears it all week", True, id="a comma"),
        pytest.param("Ada Brandt Writes for Quay, Weekly", False, id="a name and who it writes for"),
        pytest.param("How Seals Learn to Dance in a Week", True, id="a headline in capitals but for small words"),
        pytest.param("What a seal has to say of it all", False, id="two longer words"),
        pytest.param("What a seal has to say to painters", True, id="three longer words"),
        pytest.param("Seal steals the harbour council", True, id="half of its words in the article"),
        pytest.param("Seal steals harbour council's boats", False, id="more than half of its words in the article"),
    ],
)
def test_of_two_lines_behind_the_last_paragraph_a_headline_goes(line, goes):
    marked = "\n".join([ARTICLE, *((f"[-{line}-]", f"[-{GOLD}-]") if goes else (line, GOLD))])
    assert mark(AT_END, marked) == marked


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(f"{ARTICLE}\n{gone(BAKE)}", None, id="one headline in title case"),
        pytest.param(f"{ARTICLE}\n{SEAL}", None, id="one headline in sentence case"),
        pytest.param(f"{ARTICLE}\n{SEAL}\n{GOLD}", SEAL, id="the article's own title"),
        pytest.param(f"Fares to rise\n{MET}\n{RAIN}\n{FERRY}\n{SEAL}\n{GOLD}", None, id="below three paragraphs"),
        pytest.param(f"{ARTICLE}\nQuay\n{SEAL}\n{GOLD}", None, id="below a scrap"),
        pytest.param(f"{ARTICLE}\n{SEAL}\nSeal finds gold under his kitchen", None, id="two that begin alike"),
        pytest.param(f"{ARTICLE}\n{SEAL}\n{GOLD}\n{CAT} It purrs.", None, id="between paragraphs"),
        pytest.param("[-Advertisement-]", "Fares", id="nothing left"),
        pytest.param(
            f"{ARTICLE}\n{gone(*(f'{name} steals the hat of a tourist' for name in NAMES[:8]))}",
            None,
            id="eight headlines",
        ),
        pytest.param(
            "\n".join(
                [
                    ARTICLE,
                    *(f"{name} steals the hat of a tourist" for name in NAMES),
                ]
            ),
            None,
            id="nine headlines",
        ),
    ],
)
def test_what_stands_behind_the_last_paragraph_stays_without_a_further_sign(marked, title):
    assert mark(AT_END, marked, title=title) == marked


# seven of ten longer words with a capital, and six
SEVEN_OF_TEN = "Seals Steal Hats From Seven Lazy Tourists near many piers"
SIX_OF_TEN = "Seals Steal Hats From Seven Lazy tourists near many piers"


@pytest.mark.parametrize(("line", "goes"), [(SEVEN_OF_TEN, True), (SIX_OF_TEN, False)], ids=["seven", "six"])
def test_of_ten_words_seven_have_a_capital_in_title_case(line, goes):
    marked = f"{ARTICLE}\n{gone(line) if goes else line}"
    assert mark(AT_END, marked) == marked


SMALL_45 = "Seal steals the hat of a tourist in Osterlund"
SMALL_44 = "Seal steals the hat of a tourist in Osterlun"
LONG_SEAL = "Seal steals the hat of a tourist and wears it"


def between(*lines: str, below: str = CAT, goes: bool = True) -> str:
    """An article with lines in front of its last paragraph."""
    return "\n".join(
        ["Fares to rise", MET, RAIN, FERRY, *(f"[-{line}-]" if goes else line for line in lines), below]
    )


JAPANESE = (
    "渡し船の猫は、桟橋が台風で壊れた年の秋から十年の間、毎朝六時の始発に乗り続けてきた。（港新聞／佐々木ひろし）"
)


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(between(BAKE), None, id="title case"),
        pytest.param(between("Three Sisters Bake Bread in the Dark"), None, id="title case of 36 characters"),
        pytest.param(between(SMALL_45), None, id="45 characters"),
        pytest.param(between(SMALL_44, goes=False), None, id="44 characters"),
        pytest.param(between(BAKE, SMALL_45), None, id="a run of two"),
        pytest.param(between(BAKE, SMALL_44, goes=False), None, id="a run of two, one of them short"),
        pytest.param(between(BAKE, goes=False), BAKE, id="the article's own title"),
        pytest.param(between(BAKE, f"{BAKE} in Quay", goes=False), None, id="two that begin alike"),
        pytest.param(
            between(BAKE, below="Baking is hard. Her village is small."), None, id="one word of the paragraph below"
        ),
        pytest.param(
            between(BAKE, below="Her sisters bake. The village eats.", goes=False),
            None,
            id="three words of the paragraph below",
        ),
        pytest.param(
            between(BAKE, below="Her village is small. Three live in it.", goes=False),
            None,
            id="two words of the paragraph below",
        ),
        pytest.param(f"{between(BAKE, below='Quay', goes=False)}\n{CAT}", None, id="a scrap below"),
        pytest.param(f"{MET}\n{RAIN}\nQuay\n{BAKE}\n{FERRY}\n{CAT}", None, id="a scrap above"),
        pytest.param(between(BAKE, below=f"{CAT}\nQuay\nPier\nPost"), None, id="three other short lines"),
        pytest.param(
            between(BAKE, below=f"{CAT}\nQuay\nPier\nPost\nCat", goes=False), None, id="four other short lines"
        ),
        pytest.param(
            "\n".join(["Fares", between(BAKE, below=f"{CAT}\nQuay\nPier")]),
            None,
            id="a first line, which does not count",
        ),
        pytest.param(
            between(BAKE, below=f"{CAT}\nNo.\nYes.\nNo!\nYes!\nWell."), None, id="four short lines that are ended"
        ),
        pytest.param(
            "\n".join(
                [
                    *("Fares to rise", MET, gone(BAKE), RAIN, gone(SMALL_45), FERRY, gone(LONG_SEAL), CAT),
                    *(gone("Painter finds gold under the floor of his kitchen"), f"{MET} All of us."),
                ]
            ),
            None,
            id="four headlines, which do not count",
        ),
        pytest.param(
            "\n".join(["Fares", JAPANESE, JAPANESE, JAPANESE, JAPANESE, gone(BAKE), MET]),
            None,
            id="paragraphs with their author behind the full stop",
        ),
        pytest.param(f"{ARTICLE}\n{BAKE}\n{GOLD}", None, id="behind the last paragraph, where another rule looks"),
    ],
)
def test_between_paragraphs_a_headline_goes_only_when_asked_for(marked, title):
    assert mark(STRAY, marked, title=title) == marked


LINK = "[-READ MORE: Old mill burns to the ground-]"
FOUR = (SEAL, GOLD, "Mill burns to the ground again", "Captain sells his boat for gold")


def beside(*lines: str, above: str = MET, link: str = LINK, goes: bool = True) -> str:
    """A page with a link that goes, a line, and headlines at the end."""
    return "\n".join([RAIN, link, above, *(f"[-{line}-]" if goes else line for line in lines)])


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(beside(*FOUR), id="four headlines"),
        pytest.param(beside(*FOUR[:3], goes=False), id="three headlines"),
        pytest.param(beside(*FOUR, link=FERRY, goes=False), id="no link elsewhere"),
        pytest.param(beside(*FOUR, above="What else the Post says:", goes=False), id="a colon above"),
        pytest.param("\n".join([LINK, *FOUR]), id="nothing else left"),
        pytest.param(
            beside(*FOUR[:3], "Nobody pays. Who says so? Board of ferry"), id="a headline of two sentences"
        ),
        pytest.param(
            beside(*FOUR[:3], "Captain sells boat again", above="It rained, they say."),
            id="a headline of four words",
        ),
        pytest.param(beside(*FOUR[:3], "Captain sells boat", goes=False), id="a last headline of three words"),
        pytest.param(beside(*FOUR[:3], "Captain sells his boat @quay now", goes=False), id="an address at the end"),
        pytest.param(beside(*FOUR[:3], "Seal sells his boat for gold", goes=False), id="two that begin alike"),
        pytest.param(
            beside(
                "Seal steals a hat again",
                "Mill burns in a night",
                "Captain sells boat again",
                "Who stole all of the gold",
            ),
            id="five words on the average",
        ),
        pytest.param(
            beside(
                "Seal steals a hat again",
                "Mill burns in a night",
                "Captain sells boat again",
                "Who stole all the gold",
                goes=False,
            ),
            id="fewer words on the average",
        ),
        pytest.param(
            beside(SEAL, GOLD, "Who burned the mill to the ground?", "Will the captain sell his boat?"),
            id="two questions of four",
        ),
        pytest.param(
            beside(
                SEAL,
                "Has he found gold under his kitchen?",
                "Who burned the mill to the ground?",
                "Will the captain sell his boat?",
                goes=False,
            ),
            id="three questions of four",
        ),
    ],
)
def test_headlines_at_the_end_go_from_a_page_with_links(marked):
    assert mark(BESIDE, marked) == marked


def test_no_headlines_go_where_the_rule_does_not_run():
    marked = beside(*FOUR, goes=False)
    assert mark(NOT_BESIDE, marked) == marked


PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."
MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


def test_headlines_between_paragraphs_go_only_when_asked_for():

    stray = "How Three Sisters Taught Their Village to Bake"
    text = f"{PROSE}\n\n{stray}\n\n{MORE} No.\n\nIt rained. Nobody came.\n\nIt thawed. Nobody left.\n"
    assert cleaner.Cleaner().clean(text).text == text
    asked = cleaner.Cleaner(select=["all", "related/stray-headline"])
    assert asked.clean(text).text == text.replace(f"{stray}\n\n", "")
