"""What is said twice: of copies of a headline, a caption or a paragraph the article keeps its own."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.evaluation.rule_examples import from_blocks
from support.marks import mark
from support.pages import BODY, paragraphs

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    ("title", "text", "clean"),
    [
        pytest.param(
            None, f"Fares to rise\n\nFares to rise\n\n{PROSE}", f"Fares to rise\n\n{PROSE}", id="headline twice"
        ),
        pytest.param(
            "Fares to rise", f"FARES TO RISE\nFares to rise\n{PROSE}", f"FARES TO RISE\n{PROSE}", id="in capitals"
        ),
        pytest.param(
            "Fares to rise across the sound | Harbour Post",
            f"Fares to rise across the sound\n{PROSE}\nFares to rise across the sound\n{MORE}",
            f"Fares to rise across the sound\n{PROSE}\n{MORE}",
            id="title with the site's name",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\nWatch the last boat leave\nWatch the last boat leave\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}",
            id="caption twice",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\nWatch the last boat leave\n\nWatch the last boat leave\n\nWatch the last boat leave\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}",
            id="caption three times",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\n{PROSE}\n\n{MORE}\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}\n\n{MORE}\n",
            id="paragraph again",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\n{PROSE}\n{PROSE}\n\n{MORE}",
            f"Fares to rise\n\n{PROSE}\n\n{MORE}",
            id="paragraph back to back keeps one",
        ),
        pytest.param(
            "Read more: a plea",
            f"Read more: a plea\n\n{PROSE}",
            f"Read more: a plea\n\n{PROSE}",
            id="a title that looks like a lead-in",
        ),
        pytest.param(
            None,
            f"Watch: Seal steals hat\n\n{PROSE}",
            f"Watch: Seal steals hat\n\n{PROSE}",
            id="a first line that looks like one",
        ),
    ],
)
def test_of_what_is_said_twice_the_article_keeps_its_own(worker, title, text, clean):
    assert worker.clean(text, title=title).text == clean


# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
FERRY = "Two boats lay at the pier. Neither of them sailed."
TITLE = "Fares to rise across the sound"


def only(*rules: str, headline=None) -> cleaner.Cleaner:
    return cleaner.Cleaner(select=[f"headline/{rule}" for rule in rules], headline=headline, budget=1)


TITLE_LINE = only("title-line", headline="drop")
CAPTION_TWICE = only("caption-twice")
PARAGRAPH_TWICE = only("paragraph-twice")
CAPTION_AGAIN = only("caption-again")


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(TITLE, f"[-{TITLE}-]\n{MET}", id="at the top"),
        pytest.param(TITLE, TITLE, id="nothing else"),
        pytest.param(TITLE, f"{MET}\n{RAIN}", id="not in the text"),
        pytest.param("M" * 250, f"[-{'M' * 250}-]\n{MET}", id="250 characters"),
        pytest.param("M" * 251, f"{'M' * 251}\n{MET}", id="251 characters, a lead"),
    ],
)
def test_the_title_goes_where_the_record_holds_it(title, marked):
    assert mark(TITLE_LINE, marked, title=title) == marked


BOAT = "Watch the last boat leave"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(None, f"{TITLE}\n{MET}\n[-{BOAT}-]\n[-{BOAT}-]\n{RAIN}", id="between paragraphs"),
        pytest.param(BOAT, f"{MET}\n{BOAT}\n{BOAT}\n{RAIN}", id="the title"),
        pytest.param(
            None, f"{TITLE}\n{MET}\n[-See the ferry leaving-]\n[-See the ferry leaving-]\n{RAIN}", id="four words"
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\nFerries everywhere leaving\nFerries everywhere leaving\n{RAIN}",
            id="three words",
        ),
        pytest.param(
            None, f"{TITLE}\n{MET}\n[-See the boat on fire-]\n[-See the boat on fire-]\n{RAIN}", id="20 characters"
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\nSee a boat on fire!!\nSee a boat on fire\n{RAIN}",
            id="two lines alike but for marks",
        ),
        pytest.param(None, f"{TITLE}\n{MET}\nSee the cat on fire\nSee the cat on fire\n{RAIN}", id="19 characters"),
        pytest.param(TITLE, f"{BOAT}\n[-{BOAT}-]\n{MET}\n{RAIN}", id="at the top, where it may be the headline"),
        pytest.param(
            "Fares rise. Nobody pays them.",
            f"[-{BOAT}-]\n[-{BOAT}-]\nFares rise. Nobody pays them.\n{MET}\n{RAIN}",
            id="at the top, and the headline below",
        ),
        pytest.param(
            TITLE, f"[-{BOAT}, photo-]\n[-{BOAT}, photo-]\n{MET}\n{RAIN}", id="at the top, with its photographer"
        ),
        pytest.param(None, f"{TITLE}\n{MET}\n{BOAT} soon.\n{BOAT} soon.\n{RAIN}", id="a sentence"),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n[-{BOAT} (AP/Jo Hill).-]\n[-{BOAT} (AP/Jo Hill).-]\n{RAIN}",
            id="an agency's credit",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n[-{BOAT}. Photo by Jo.-]\n[-{BOAT}. Photo by Jo.-]\n{RAIN}",
            id="a photographer's",
        ),
        pytest.param(
            None, f"{TITLE}\n{MET}\n[-{BOAT}. Getty Images.-]\n[-{BOAT}. Getty Images.-]\n{RAIN}", id="an archive's"
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{BOAT} Ada (@ada) May\n{BOAT} Ada (@ada) May\n{RAIN}",
            id="a post with its author",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n[-{BOAT.ljust(150, 'e')}-]\n[-{BOAT.ljust(150, 'e')}-]\n{RAIN}",
            id="150 characters",
        ),
        pytest.param(
            None, f"{TITLE}\n{MET}\n{BOAT.ljust(151, 'e')}\n{BOAT.ljust(151, 'e')}\n{RAIN}", id="151 characters"
        ),
        pytest.param(
            None, f"{TITLE}\n{MET}\n\nCarry me home\n{BOAT}\n{BOAT}\n\n{RAIN}", id="a stanza that ends so"
        ),
        pytest.param(
            None, f"{TITLE}\n{MET}\n\n{BOAT}\n{BOAT}\nCarry me home\n\n{RAIN}", id="a stanza that begins so"
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n\n[-{BOAT}-]\n[-{BOAT}-]\n\nCarry me home\n",
            id="a line in a paragraph of its own",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n\nCarry me home\n\n{BOAT}\n{BOAT}\n\nCarry me back\n",
            id="no prose on either side",
        ),
        pytest.param(None, f"{TITLE}\n{MET}\n\n[-{BOAT}-]\n[-{BOAT}-]", id="the last lines"),
    ],
)
def test_a_caption_goes_that_is_said_twice_in_a_row(title, marked):
    assert mark(CAPTION_TWICE, marked, title=title) == marked


def test_two_copies_of_a_caption_go_where_a_link_stood_between_them():
    marked = f"{TITLE}\n{MET}\n[-{BOAT}-]\n[-Related stories-]\n[-Old mill burns to the ground in an hour-]\n[-{BOAT}-]\n{RAIN}"
    worker = cleaner.Cleaner(select=["headline/caption-twice", "related/related-heading"], budget=1)
    assert mark(worker, marked) == marked


@pytest.mark.parametrize(
    ("tags", "kept"), [(("p", "h2"), 1), (("h2", "p"), 0), (("p", "p"), None)], ids=["second", "first", "none"]
)
def test_the_copy_stays_that_its_page_calls_a_heading(tags, kept):
    twice = "".join(f"<{tag}>What a crossing costs in winter</{tag}>" for tag in tags)
    document = from_blocks(f"{paragraphs(*BODY[:2])}{twice}{paragraphs(*BODY[2:])}")
    result = CAPTION_TWICE.run(document)
    gone = [
        index
        for index, line in enumerate(document.lines)
        if any(line.start == span.start for span, *_ in result.removals)
    ]
    assert gone == [2 + copy for copy in range(2) if copy != kept]


# keys of 79 and 80 characters
LINE_79 = "The board of the harbour explains to everyone at the pier why it has no answers"
LINE_80 = "The board of the harbour explains to everyone at the piers why it has no answers"
OTHER = "The board may explain. Or it may not, for all that the captains of the two boats know of it today."
LONG_OPEN = f"{LINE_80}, and it has not, and nobody who has been to its office has asked it for any"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(None, f"{TITLE}\nHere. {LINE_80}.\n{MET}\n[-Here. {LINE_80}.-]\n{RAIN}", id="a paragraph"),
        pytest.param(
            None,
            f"{TITLE}\nHere. {LINE_80}.\n{MET}\nHere. {LINE_80}.\n{RAIN}\nHere. {LINE_80}.\n",
            id="three copies, a refrain",
        ),
        pytest.param(
            f"Here. {LINE_80}.", f"By Ada Lew\n{MET}\nHere. {LINE_80}.\n{RAIN}\nHere. {LINE_80}.\n", id="the title"
        ),
        pytest.param(None, f"{TITLE}\n{LINE_80}\n{MET}\n{LINE_80}\n{RAIN}", id="a line that is not ended"),
        pytest.param(
            None,
            f"{TITLE}\n{LINE_80.ljust(150, 'e')}\n{MET}\n{LINE_80.ljust(150, 'e')}\n{RAIN}",
            id="150 characters",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{LINE_80.ljust(151, 'e')}\n{MET}\n[-{LINE_80.ljust(151, 'e')}-]\n{RAIN}",
            id="151 characters",
        ),
        pytest.param(
            None, f"{TITLE}\n{LINE_80} Ada (@ada) May\n{MET}\n[-{LINE_80} Ada (@ada) May-]\n{RAIN}", id="a post"
        ),
        pytest.param(
            None,
            f"{TITLE}\n[-{OTHER}-]\n— Ada Brandt, captain\n{MET}\n{OTHER}\n{RAIN}",
            id="the copy that is signed",
        ),
        pytest.param(
            None, f"{TITLE}\n[-{OTHER}-]\n— Ada Brandt, captain\n{MET}\n{OTHER}", id="the last line is not signed"
        ),
        pytest.param(
            None, f"{TITLE}\n[-{LONG_OPEN}-]\n{MET}\n{LONG_OPEN}.\n{RAIN}", id="the copy that is not ended"
        ),
        pytest.param(None, f"{TITLE}\n{LONG_OPEN}.\n{MET}\n[-{LONG_OPEN}-]\n{RAIN}", id="the second, not ended"),
        pytest.param(
            None,
            f"{TITLE}\nThe fare rose to 29.\n8 {OTHER}\n{MET}\nThe fare fell to 29.\n8 {OTHER}\n{RAIN}",
            id="half of a sentence behind its decimal point",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{OTHER} Fares rose to 29.\n8 per cent of it went.\n{MET}\n{OTHER} Fares rose to 29.\n8 are left.\n",
            id="half of a sentence in front of its decimal point",
        ),
        pytest.param(
            None,
            f"{TITLE}\nThe fare rose to 29.\nSo {OTHER}\n{MET}\n[-So {OTHER}-]\n{RAIN}",
            id="a number and a word",
        ),
        pytest.param(
            None,
            f"{TITLE}\nThe fare rose again.\n8 {OTHER}\n{MET}\n[-8 {OTHER}-]\n{RAIN}",
            id="a word and a number",
        ),
    ],
)
def test_a_paragraph_goes_that_stands_elsewhere(title, marked):
    assert mark(PARAGRAPH_TWICE, marked, title=title) == marked


@pytest.mark.parametrize(("size", "goes"), [(80, True), (79, False)])
def test_a_paragraph_that_goes_has_80_characters(size, goes):
    paragraph = f"Nobody came. {LINE_80}"[: size - 1] + "e."
    assert len(paragraph) == size + 1  # its full stop does not count
    marked = f"{TITLE}\n{paragraph}\n{MET}\n{f'[-{paragraph}-]' if goes else paragraph}\n{RAIN}"
    assert mark(PARAGRAPH_TWICE, marked) == marked


# seven words of 44 and of 45 characters
VIDEO_44 = "Seven captains watched while their boat sank"
VIDEO_45 = "Seven captains watched while their boats sank"
SIX = "Captains everywhere watch waterproof lighthouses collapse"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(None, f"{TITLE}\n{MET}\n{VIDEO_45}\n{RAIN}\n[-{VIDEO_45}-]\n{FERRY}", id="45 characters"),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{RAIN}\n{VIDEO_45}\n{FERRY}\n[-{VIDEO_45}-]\n{MET} No.",
            id="on the fourth line, not ended",
        ),
        pytest.param(None, f"{TITLE}\n{MET}\n{VIDEO_44}\n{RAIN}\n{VIDEO_44}\n{FERRY}", id="44 characters"),
        pytest.param(None, f"{TITLE}\n{MET}\n{SIX}\n{RAIN}\n{SIX}\n{FERRY}", id="six words"),
        pytest.param(VIDEO_45, f"{MET}\n{VIDEO_45}\n{RAIN}\n{VIDEO_45}\n{FERRY}", id="the title"),
        pytest.param(None, f"{TITLE}\n{MET}\n1 {VIDEO_45}\n{RAIN}\n1 {VIDEO_45}\n{FERRY}", id="an entry of a list"),
        pytest.param(
            None, f"{TITLE}\n{MET}\nLew: {VIDEO_45}\n{RAIN}\nLew: {VIDEO_45}\n{FERRY}", id="a speaker's line"
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{VIDEO_45.ljust(150, 'e')}\n{RAIN}\n[-{VIDEO_45.ljust(150, 'e')}-]\n{FERRY}",
            id="150 characters",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{VIDEO_45.ljust(151, 'e')}\n{RAIN}\n{VIDEO_45.ljust(151, 'e')}\n{FERRY}",
            id="151 characters",
        ),
        pytest.param(
            None,
            f"{TITLE}\nQuay\n{VIDEO_45}.\n{MET}\n{RAIN}\n[-{VIDEO_45}.-]\n{FERRY}",
            id="a standfirst on the third line",
        ),
        pytest.param(
            None,
            f"{TITLE}\nQuay\nPier\n{VIDEO_45}.\n{MET}\n{RAIN}\n{VIDEO_45}.\n{FERRY}",
            id="a sentence on the fourth line",
        ),
        pytest.param(
            None,
            f"{TITLE}\nQuay\n{VIDEO_45}\nPier\n{MET}\n{RAIN}\n[-{VIDEO_45}-]\n{FERRY}",
            id="at the top, beside no prose",
        ),
        pytest.param(
            None,
            f"{TITLE}\nQuay\nPier\n{VIDEO_45}\nPier\n{MET}\n{RAIN}\n{VIDEO_45}\n{FERRY}",
            id="in a table of contents",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{VIDEO_45}\n{RAIN}\nQuay\n{VIDEO_45}\nPier\n{FERRY}",
            id="a second copy beside no prose",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{VIDEO_45} by 29.\n8 tons sank. Nobody came.\n{VIDEO_45} by 29.\n8 tons rose. Nobody left.\n",
            id="half of a sentence",
        ),
        pytest.param(
            None,
            f"{TITLE}\n{MET}\n{VIDEO_45}\n{RAIN}\n[-{VIDEO_45}-]\n{FERRY}\n[-{VIDEO_45}-]\n{MET} It thawed.",
            id="three copies",
        ),
    ],
)
def test_a_long_line_beside_prose_goes_that_stands_above(title, marked):
    assert mark(CAPTION_AGAIN, marked, title=title) == marked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The bell rang and nobody came\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "The bell rang and nobody came\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "The bell rang and nobody came\n",
            id="a refrain between paragraphs",
        ),
        pytest.param(
            "Row me over the river tonight, row me over the wide cold sea\n\n"
            "The night is long\nAnd the river wide\n\n"
            "Row me over the river tonight, row me over the wide cold sea\n\n"
            "The moon is up\n",
            id="a long refrain",
        ),
        pytest.param(
            "Who pays for the old ferry now?\n\n"
            "The council voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.\n\n"
            "Who pays for the old ferry now?\n\n"
            "The board voted on Monday evening to raise the price of a crossing by a tenth, to the surprise of many.",
            id="a question that is asked again",
        ),
        pytest.param(
            "Wer bezahlt eigentlich die alte Fähre?\n\n"
            "Der Rat hat am Montag beschlossen, den Preis für die Überfahrt um ein Zehntel zu erhöhen, zur Überraschung vieler.\n\n"
            "Wer bezahlt eigentlich die alte Fähre?\n\n"
            "Das weiß auch nach drei Sitzungen niemand, und so fährt sie weiter, bis der Winter kommt und das Eis.",
            id="a question in German",
        ),
        pytest.param(
            "What did you see on the pier?\nNothing.\nWhat did you see on the pier?\nA boat.\nWhat did you see on the pier?\nTwo boats, and a man.\n",
            id="the same question to three witnesses",
        ),
    ],
)
def test_a_first_line_that_may_be_a_refrain_or_a_question_stays_where_it_comes_again(text):
    assert cleaner.clean(text).text == text


REFRAIN = "The bell rang and nobody came"
PARAGRAPH = (
    "The council voted on Monday evening to raise the price of a crossing by a tenth, to many people's surprise."
)


def test_a_presumed_title_takes_its_copy_above_the_text_and_a_known_title_takes_all_of_them():
    above = f"{REFRAIN}\n{REFRAIN}\n\n{PARAGRAPH}"
    assert cleaner.clean(above).text == f"{REFRAIN}\n\n{PARAGRAPH}"
    below = f"{REFRAIN}\n\n{PARAGRAPH}\n\n{REFRAIN}\n\n{PARAGRAPH.replace('council', 'crew')}"
    assert cleaner.clean(below).text == below
    assert cleaner.clean(below, title=REFRAIN).text.count(REFRAIN) == 1
