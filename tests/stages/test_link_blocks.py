"""Headings of links: the headlines under them go, and what may be the article's own stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\nPier to be rebuilt in spring\n\n{MORE}",
            f"{PROSE}\n\n{MORE}",
            id="a box that stands apart",
        ),
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\n\nPier to be rebuilt by the county in the spring\n\n{MORE}",
            f"{PROSE}\n\n{MORE}",
            id="one long headline behind a blank line",
        ),
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\n\nThe next crossing\n\n{MORE}",
            f"{PROSE}\n\nThe next crossing\n\n{MORE}",
            id="a short sub-heading stays",
        ),
        pytest.param(
            f"{PROSE}\n\nMore from Harbour Post\nPier to be rebuilt by the county\nSeal steals hat",
            f"{PROSE}\n",
            id="to the end",
        ),
        pytest.param(
            f"{PROSE}\n\nMore on Brandt\nBorn in Osterlund\nMayor since 2013\nPlays the tuba",
            f"{PROSE}\n\nMore on Brandt\nBorn in Osterlund\nMayor since 2013\nPlays the tuba",
            id="a name's own list has no plain headline",
        ),
        pytest.param(
            f"{PROSE}\n\nRelated stories\n\nPier to be rebuilt\n\nSeal steals hat\n",
            f"{PROSE}\n",
            id="to the end, spaced",
        ),
        pytest.param(
            f"{PROSE}\n\nMost shared\nPier to be rebuilt\nSeal steals hat\n{MORE}\n",
            f"{PROSE}\n\nSeal steals hat\n{MORE}\n",
            id="before prose a short last line may be a sub-heading",
        ),
    ],
)
def test_a_heading_takes_the_headlines_under_it_and_stops_at_prose(worker, text, clean):
    assert worker.clean(text).text == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n\nMost shared\nPier to be rebuilt\nIt was never finished.\n4 May 2021\nSeal steals hat\nHe wore it well.\n3 May 2021",
            f"{PROSE}\n",
            id="teasers with dates",
        ),
        pytest.param(
            f"{PROSE}\n\nRelated links\nhttps://quay.example\nBy Ada Lew\n{MORE} No.",
            f"{PROSE}\n\nBy Ada Lew\n{MORE} No.",
            id="an address",
        ),
        pytest.param(
            f"{PROSE}\n\nRead more:\nFerries fail inspection\nWho pays? Nobody, says the board\nThe long way from the chapel to the second pier\n{MORE} No.",
            f"{PROSE}\n\n{MORE} No.",
            id="a headline of two sentences in a list",
        ),
        pytest.param(
            f"Fares to rise in spring\n\nRelated stories\nPier to be rebuilt\nSeal steals the mayor's hat\n{PROSE}\n",
            f"Fares to rise in spring\n\n{PROSE}\n",
            id="in front of the article a short one goes too",
        ),
        pytest.param(
            f"By Ada Lew\nRelated stories\nPier to be rebuilt\nSeal steals the mayor's hat\n{PROSE}\n",
            f"By Ada Lew\nSeal steals the mayor's hat\n{PROSE}\n",
            id="but not where it may be the headline",
        ),
    ],
)
def test_a_list_under_a_heading_may_hold_more_than_headlines(worker, text, clean):
    assert worker.clean(text).text == clean


WORKER = cleaner.Cleaner(select=["related/related-heading", "promo", "page"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
FERRY = "Two boats lay at the pier on Tuesday. Neither of them sailed, for no captain had come."
# more than half of every short article
LONG = " ".join([MET, RAIN, FERRY] * 3)
PIER = "Pier to be rebuilt by the county"
SEAL = "Seal steals the mayor's hat"
MILL = "Old mill burns to the ground in an hour"


def example(name: str, marked: str, title: str | None = None):
    return pytest.param(marked, title, id=name)


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        example(
            "the title among the headlines, and what follows it",
            f"[-Related stories-]\n[-{MILL}-]\nFares to rise across the sound by June\n{MET}\n{RAIN}\n",
            "Fares to rise across the sound by June",
        ),
        example(
            "the title alone under the heading",
            f"[-Related stories-]\nFares to rise across the sound by June\n{MET}\n{RAIN}\n",
            "Fares to rise across the sound by June",
        ),
        example(
            "another headline that goes in the title's place",
            f"[-Related stories-]\n[-{MILL}-]\n[-Fares to rise across the sound by June-]\n{MET}\n{RAIN}\n",
            "Council meets on Monday",
        ),
        example(
            "a title that reads like a heading",
            f"By Ada Lew\nMore stories\n{PIER}\n{MET}\n{RAIN}\n",
            "More stories",
        ),
        example(
            "a heading where the title is another",
            f"By Ada Lew\n[-More stories-]\n{PIER}\n{MET}\n{RAIN}\n",
            "Council meets on Monday",
        ),
        example("a first line that may be the headline", f"Related stories\n{MILL}\n{MET}\n{RAIN}\n"),
        example(
            "a first line that is not the headline",
            f"[-Related stories-]\n[-{MILL}-]\n{MET}\n{RAIN}\n",
            "Council meets",
        ),
    ],
)
def test_the_articles_own_headline_stays(marked, title):
    assert mark(WORKER, marked, title=title) == marked


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        example("a heading that its card excludes", f"{LONG}\nFull story\n{PIER}\n{SEAL}"),
        example("a heading of comments", f"{LONG}\nComments\n{PIER}\n{SEAL}"),
        example("a heading at the end, with nothing under it", f"{LONG}\n[-Related stories-]"),
        example("scraps under a heading", f"{LONG}\n[-Related stories-]\nQuay\nPier 4"),
        example("headlines among scraps", f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n[-Quay-]\n[-{SEAL}-]"),
        example(
            "two headings, the second within the first's list",
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n[-Most shared-]\n[-{SEAL}-]",
        ),
        example(
            "short headlines under a heading that may head a list",
            f"{LONG}\nMost read\nSeal steals a hat\nMill burns down",
        ),
        example(
            "five words under a heading that may head a list",
            f"{LONG}\nMost read\nSeal steals the mayor's hat\n{MET}\n",
        ),
        example(
            "six words under a heading that may head a list",
            f"{LONG}\n[-Most read-]\n[-Pier to be rebuilt in March-]\n[-Seal steals the mayor's old hat again-]\n{MET}\n",
        ),
        example(
            "six words and a scrap, to the end", f"{LONG}\n[-Most read-]\n[-Quay-]\n[-Pier to be rebuilt in March-]"
        ),
        example("five words and a scrap, to the end", f"{LONG}\nMost read\nQuay\nPier to be rebuilt soon"),
        example(
            "short headlines with long teasers under a heading that may head a list",
            f"{LONG}\nMost read\nSeal steals hat\nHe wore it all of Monday and Tuesday.\n4 May\n"
            "Mill burns down\nNobody had been near it for a year.\n3 May",
        ),
        example(
            "a colon and headlines to the end",
            f"{LONG}\n[-More from Harbour Post:-]\n[-{PIER}-]\n[-{SEAL}-]",
        ),
        example("a colon and headlines before prose", f"{LONG}\nMore from Harbour Post:\n{PIER}\n{MILL}\n{MET}\n"),
    ],
)
def test_a_heading_takes_what_hangs_under_it(marked, title):
    assert mark(WORKER, marked, title=title) == marked


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            f"Fares to rise soon\n[-Related stories-]\n[-{PIER}-]\n[-Seal steals the hats-]\n{MET}\n{RAIN}\n",
            id="four words of 20 columns in front of the article",
        ),
        pytest.param(
            f"Fares to rise soon\n[-Related stories-]\n[-{PIER}-]\nSeal steals the hat\n{MET}\n{RAIN}\n",
            id="four words of 19 columns in front of the article",
        ),
        pytest.param(
            f"Fares to rise soon\n[-Related stories-]\n[-{PIER}-]\nHarbourmasters underestimate lighthouses\n{MET}\n{RAIN}\n",
            id="three words in front of the article",
        ),
        pytest.param(
            f"Fares rise soon\n[-Related stories-]\n[-{PIER}-]\n{SEAL}\n{MET}\n{RAIN}\n",
            id="below a line of three words, which may be a byline",
        ),
        pytest.param(
            f"Posted on Monday at noon,\n[-Related stories-]\n[-{PIER}-]\n{SEAL}\n{MET}\n{RAIN}\n",
            id="below a line that is no headline",
        ),
        pytest.param(
            f"By Ada Lew\n[-More stories from Harbour Post-]\n[-{PIER}-]\n{SEAL}\n{MET}\n{RAIN}\n",
            id="under a heading that is the first headline itself",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n[-Harbour gets a second roof by spring-]\n{MET}\n",
            id="six words of 36 columns",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\nHarbour gets a third roof by spring\n{MET}\n",
            id="six words of 35 columns",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\nHarbourmasters underestimate waterproof lighthouses everywhere\n{MET}\n",
            id="five words of many columns",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n[-What the harbour council has to say about Sunday-]\n{MET}\n",
            id="two words of the paragraph below",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\nWhat the harbour council has to say about Monday\n{MET}\n",
            id="three words of the paragraph below",
        ),
        pytest.param(
            f"{LONG}\n\n[-Related stories-]\n[-{PIER}-]\n[-Seal steals a hat-]\n\n{MET}\n",
            id="a short one in a block that stands closer together",
        ),
        pytest.param(
            f"{LONG}\n\n[-Related stories-]\n\n[-{PIER}-]\n\nSeal steals a hat\n\n{MET}\n",
            id="a short one as far from the others as from the paragraph",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n\n{MILL}\n{MET}\n",
            id="a headline that stands farther apart",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\n[-{PIER}-]\n[-Who pays? Nobody, says the board of the ferry-]\n{MET}\n",
            id="a double headline behind another",
        ),
        pytest.param(
            f"{LONG}\n[-Related stories-]\nWho pays? Nobody, says the board of the ferry\n{MET}\n",
            id="a double headline at the list's beginning",
        ),
        pytest.param(
            f"{LONG}\n[-Related links-]\n[-https://quay.example-]\n[-www.pier.example/roof-]\n{MILL}\n{MET}\n",
            id="a headline behind addresses",
        ),
        pytest.param(
            f"{LONG}\n[-■ Related stories-]\n■ {MILL}\n{MET}\n",
            id="the heading's own mark on the next line",
        ),
        pytest.param(
            f"{LONG}\n[-■ Related stories-]\n[-◎ {PIER}-]\n[-◎ Seal steals a hat-]\n{MILL}\n{MET}\n",
            id="entries with a mark, and a line without it",
        ),
        pytest.param(
            f"{LONG}\n[-■ Related stories-]\n[-{PIER}-]\n[-Quay-]\n[-{SEAL}-]",
            id="a mark on the heading alone, to the end",
        ),
        pytest.param(
            f"{LONG}\n[-■ Related stories-]\n[-{MILL}-]\n■ {SEAL}\nQuay",
            id="the heading's own mark again before the end",
        ),
    ],
)
def test_before_prose_the_last_headline_goes_only_if_it_is_no_sub_heading(marked):
    assert mark(WORKER, marked) == marked


@pytest.mark.parametrize(("size", "goes"), [(50, True), (51, False)])
def test_a_list_before_prose_has_50_headlines_at_most(size, goes):
    listed = [f"Boat number {number} leaves the harbour of Quay" for number in range(size)]
    marked = "\n".join([LONG, "[-Related stories-]", *(f"[-{line}-]" for line in listed[:50]), *listed[50:], MET])
    assert mark(WORKER, marked) == marked


def pairs(*teasers: str, stamps: tuple[str, ...] = ()) -> str:
    """A heading of links at the end of an article, and headlines with a teaser and perhaps a date each."""
    headlines = (PIER, SEAL, MILL, "Captain sells boat")
    lines = []
    for headline, teaser, stamp in zip(headlines, teasers, (*stamps, "", "", ""), strict=False):
        lines += [headline, teaser, stamp] if stamp else [headline, teaser]
    return "\n".join(lines)


def all_go(block: str) -> str:
    return "\n".join(f"[-{line}-]" for line in block.split("\n"))


ARTICLE = f"{LONG} {LONG} {LONG}"
# the article shares no word with them
OWNER = "Its owner wants another one."
NEVER = "Workers never finished this."
ASHES = "Firemen found nothing but ashes."
WIDE = f"{'Firemen found nothing but ashes, ' * 8}"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(pairs(OWNER, NEVER, stamps=("4 May", "3 May")), id="two pairs with two dates"),
        pytest.param(pairs(OWNER, NEVER, ASHES), id="three pairs"),
        pytest.param(f"{pairs(OWNER, NEVER, ASHES)}\nCaptain sells boat", id="three pairs and one headline more"),
        pytest.param(f"Quay\n{pairs(OWNER, NEVER, ASHES)}", id="three pairs and a scrap"),
        pytest.param(
            pairs(OWNER, NEVER, stamps=("Harbour Post Weekend on Monday, 4.5.2021", "3 May")),
            id="a date of 40 characters",
        ),
        pytest.param(pairs(OWNER, NEVER, stamps=("On 4 May 2 pm by A Lew", "3 May")), id="a date of eight words"),
        pytest.param(pairs(OWNER, NEVER, f"{WIDE[:249]}."), id="a teaser of 250 columns"),
        pytest.param(
            pairs(OWNER, NEVER, "Harbour council found ashes."), id="half of a teaser's words in the article"
        ),
        pytest.param(f"{pairs(OWNER, NEVER, ASHES)}\nNobody knows it.", id="three words and a full stop, a scrap"),
        pytest.param(f"by the staff of Quay Post\n{SEAL}", id="a line in lower case that is not ended, a scrap"),
        pytest.param("Quay wins.\nSeal steals a hat", id="two words and a full stop, a scrap"),
    ],
)
def test_headlines_with_their_teasers_go_to_the_end(block):
    marked = f"{ARTICLE}\n[-Related stories-]\n{all_go(block)}"
    assert mark(WORKER, marked) == marked


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(pairs(OWNER, stamps=("4 May\n5 May",)), id="one pair with two dates"),
        pytest.param(pairs(OWNER, NEVER, stamps=("4 May",)), id="two pairs with one date"),
        pytest.param(pairs(OWNER, NEVER), id="two pairs"),
        pytest.param(
            f"{pairs(OWNER, NEVER, stamps=('4 May', '3 May'))}\n{ASHES}\n1 May", id="more teasers than headlines"
        ),
        pytest.param(f"{pairs(OWNER, NEVER)}\nQuay\n{ASHES}\nCaptain sells boat", id="a scrap above a teaser"),
        pytest.param(f"{pairs(OWNER, NEVER, ASHES)}\n{ASHES}\n{pairs(OWNER)}", id="two teasers in a row"),
        pytest.param(f"{OWNER}\n{pairs(NEVER, ASHES, stamps=('4 May', '3 May'))}", id="a teaser under the heading"),
        pytest.param(
            pairs(OWNER, NEVER, stamps=("Harbour Post Weekends on Monday, 4.5.2021", "3 May")),
            id="a date of 41 characters",
        ),
        pytest.param(pairs(OWNER, NEVER, stamps=("On 4 May 2 pm by A B Lew", "3 May")), id="a date of nine words"),
        pytest.param(
            f"{pairs(OWNER, NEVER, ASHES)}\nCaptain sells boat\n{WIDE[:250]}.",
            id="three pairs and a long paragraph",
        ),
        pytest.param(
            f"{PIER}\n{OWNER}\n{NEVER}\n4 May\n{SEAL}\n{MILL}\n3 May",
            id="two teasers in a row among headlines and dates",
        ),
        pytest.param(
            f"{OWNER}\n{pairs(NEVER, ASHES, stamps=('4 May', '3 May'))}\nCaptain sells boat",
            id="a teaser under the heading and as many headlines",
        ),
        pytest.param(pairs(OWNER, NEVER, stamps=("In May", "3 May")), id="no number"),
        pytest.param(pairs(OWNER, NEVER, stamps=("Since 4.", "3 May")), id="a number that ends a sentence"),
        pytest.param(pairs(OWNER, NEVER, f"{WIDE[:250]}."), id="a paragraph of 251 columns"),
        pytest.param(
            pairs(OWNER, NEVER, "Harbour council found ashes everywhere."),
            id="more than half of a teaser's words in the article",
        ),
        pytest.param(f"Oswin Becke, Ropes, Quay Press, 1998\n{SEAL}", id="an entry of a bibliography"),
        pytest.param(f"{SEAL}\nNobody knew of it.", id="four words and a full stop"),
        pytest.param(
            f"{SEAL}\n渡し船の猫は、桟橋が台風で壊れた年の秋から十年の間、毎朝六時の始発に乗り続けてきた。（港新聞／佐々木ひろし）",
            id="a paragraph with its author behind the full stop",
        ),
    ],
)
def test_headlines_and_paragraphs_that_may_be_the_articles_stay(block):
    marked = f"{ARTICLE}\n[-Related stories-]\n{block}"
    assert mark(WORKER, marked) == marked


@pytest.mark.parametrize(("more", "goes"), [(0, True), (-1, False)])
def test_a_block_to_the_end_is_half_of_the_article_at_most(more, goes):
    block = f"{PIER}\nQuay\n{MILL}\nPier 4"
    size = len(block.replace("\n", ""))
    rest = 2 * size - len(f"\nRelated stories\n{block}") + more
    above = f"{'It rained. Nobody came. '.ljust(rest - 1, 'M')}."
    assert len(f"{above}\nRelated stories\n{block}") == 2 * size + more
    marked = f"{above}\n[-Related stories-]\n{all_go(block) if goes else block}"
    assert mark(WORKER, marked) == marked
