"""Comments: they go where names and buttons show what they are, and the article around them stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


COMMENTS = "Ola, 3 May 2021\nWho pays for it all in the end?\nReply\nPia, 4 May 2021\nYou do, and so do I.\nReply\n"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n{MORE} It rained.\nComments\n{COMMENTS}", f"{PROSE}\n{MORE} It rained.\n", id="at the end"
        ),
        pytest.param(
            f"{PROSE}\n{PROSE} No.\nComments\n{COMMENTS}{MORE} It rained.\n",
            f"{PROSE}\n{PROSE} No.\n{MORE} It rained.\n",
            id="the article goes on below them",
        ),
        pytest.param(
            f"{PROSE}\n{PROSE} No.\nComments\nIn 2021 it fell.\n{MORE} It rained.\n",
            f"{PROSE}\n{PROSE} No.\nComments\nIn 2021 it fell.\n{MORE} It rained.\n",
            id="a sub-heading of that name",
        ),
    ],
)
def test_comments_go_with_their_heading(worker, text, clean):
    assert worker.clean(text).text == clean


ONLY = cleaner.Cleaner(select=["page/comments"], budget=1)


def test_comments_without_an_article_above_them_stay():
    text = f"{PROSE}\nComments\n{COMMENTS}"
    assert ONLY.clean(text).text == text


# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
TEXTS = ("Who pays for it all", "You do, and so do I", "My father swam it twice", "His father had a boat")


def comments(
    *lines: str,
    goes: bool = True,
    heading: str = "Comments",
    above: str = f"{MET}\n{RAIN}",
    rest: tuple[str, ...] = (),
) -> str:
    """An article, a heading and the lines below it, of which the rest stays."""
    section = [f"[-{line}-]" for line in (heading, *lines)] if goes else [heading, *lines]
    return "\n".join([above, *section, *rest])


def named(*texts: str) -> tuple[str, ...]:
    """Comments of which the name and the date come first."""
    return tuple(line for at, text in enumerate(texts) for line in (f"Ola, {at + 1} May", text))


def signed(*texts: str) -> tuple[str, ...]:
    """Comments of which the name and the date come last."""
    return tuple(line for at, text in enumerate(texts) for line in (text, f"Ola, {at + 1} May"))


def buttoned(*texts: str, button: str = "Reply") -> tuple[str, ...]:
    """Comments with nothing but a button below."""
    return tuple(line for text in texts for line in (text, button))


MANY = f"{MET}\n" * 13
GOES_ON = ("It rained in Quay. Nobody came.", "Quay", "Pier", "Post")
SHORT = tuple(f"Line {name}" for name in ("one", "two", "three", "four", "five", "six", "seven", "eight"))
MORE_SHORT = tuple(f"Line {name}" for name in ("nine", "ten", "eleven", "twelve", "thirteen", "fourteen"))
BUTTON_30 = "Report this comment to the sea"
SIGN_80 = "Ola Brandt of the harbour office, written at the pier on the evening of 4 May 21"


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(comments(*named(*TEXTS[:3])), id="three names"),
        pytest.param(comments(*named(*TEXTS[:2]), goes=False), id="two names"),
        pytest.param(comments(*buttoned(*TEXTS[:3])), id="three buttons"),
        pytest.param(comments(*buttoned(*TEXTS[:2]), goes=False), id="two buttons"),
        pytest.param(comments(*buttoned(*TEXTS[:3], button=BUTTON_30)), id="three buttons of 30 characters"),
        pytest.param(
            comments(*buttoned(*TEXTS[:3], button=f"{BUTTON_30}s"), goes=False), id="three buttons of 31 characters"
        ),
        pytest.param(comments("Ola, 1 May", *buttoned(*TEXTS[:2]), "Pia, 2 May"), id="two names and two buttons"),
        pytest.param(comments("Ola, 1 May", *buttoned(*TEXTS[:2]), goes=False), id="one name and two buttons"),
        pytest.param(
            comments(
                "Ola, 1 May", TEXTS[0], "Reply", "Pia, 2 May", TEXTS[1], goes=False, above=f"Reply\n{MET}\n{RAIN}"
            ),
            id="two names and one button",
        ),
        pytest.param(comments("Ola, 1 May", TEXTS[0], "Pia, 2 May", "Tom, 3 May", TEXTS[1]), id="two texts"),
        pytest.param(comments("Ola, 1 May", TEXTS[0], "Pia, 2 May", "Tom, 3 May", goes=False), id="one text"),
        pytest.param(
            comments("Ola, 1 May", TEXTS[0], "Pia, 2 May", "Tom, 3 May", "You and I do"), id="a text of four words"
        ),
        pytest.param(
            comments("Ola, 1 May", TEXTS[0], "Pia, 2 May", "Tom, 3 May", "You and I", goes=False),
            id="a text of three words",
        ),
        pytest.param(comments(*named(*TEXTS[:2]), SIGN_80, TEXTS[2]), id="a name and a date of 80 characters"),
        pytest.param(
            comments(*named(*TEXTS[:2]), f"{SIGN_80}1", TEXTS[2], goes=False),
            id="a name and a date of 81 characters",
        ),
        pytest.param(comments(*named(*TEXTS[:2]), "Ola in May", TEXTS[2], goes=False), id="a name and no number"),
        pytest.param(
            comments(*named(*TEXTS[:2]), "We sail on May 3.", TEXTS[2], goes=False), id="a sentence with a number"
        ),
        pytest.param(comments(*named(*TEXTS[:2]), "2021", TEXTS[2], goes=False), id="a number alone"),
        pytest.param(comments(*named(*TEXTS[:2]), "Ola 3", TEXTS[2]), id="a name and a number"),
        pytest.param(comments(*named(*TEXTS[:3]), above=f"{MET}\nRain\n{RAIN}"), id="below two paragraphs"),
        pytest.param(comments(*named(*TEXTS[:3]), goes=False, above=f"Fares\n{MET}"), id="below one paragraph"),
        pytest.param(
            comments(*named(*TEXTS[:3]), heading=f"Comments to {'Ada '.ljust(108, 'a')}"),
            id="a heading of 120 characters",
        ),
        pytest.param(
            comments(*named(*TEXTS[:3]), heading=f"Comments to {'Ada '.ljust(109, 'a')}", goes=False),
            id="a heading of 121 characters",
        ),
        pytest.param(comments(*named(*TEXTS[:3]), rest=GOES_ON), id="names first, and the article goes on"),
        pytest.param(comments(*signed(*TEXTS[:3]), rest=GOES_ON), id="names last, and the article goes on"),
        pytest.param(
            comments(*named(*TEXTS[:3]), "Reply", rest=GOES_ON, above=f"Reply\n{MET}\n{RAIN}"),
            id="names first and a button last, and the article goes on",
        ),
        pytest.param(comments(*signed(*TEXTS[:3]), "Send", "Clear", "Close"), id="three scraps at the end"),
        pytest.param(
            comments(*signed(*TEXTS[:3]), rest=("Send", "Clear", "Close", "Help")), id="four scraps at the end"
        ),
        pytest.param(comments(*signed(*TEXTS[:3]), rest=("Send", MET)), id="a paragraph at the end"),
        pytest.param(
            comments(
                *signed(*TEXTS[:3]),
                *("Nobody paid for any of it, said nobody at all",) * 11,
                "Ola, 4 May",
                rest=GOES_ON,
            ),
            id="a sign in the twelfth line below another",
        ),
        pytest.param(
            comments(
                *signed(*TEXTS[:3]),
                rest=(*("Nobody paid for any of it, said nobody at all",) * 12, "Ola, 4 May", *GOES_ON),
            ),
            id="a sign in the thirteenth line below another",
        ),
        pytest.param(
            comments(
                *signed(*TEXTS[:3]), *SHORT, "Pia, 4 May", *MORE_SHORT[:5], TEXTS[3], "Tom, 5 May", rest=GOES_ON
            ),
            id="a text in the sixteenth line below another",
        ),
        pytest.param(
            comments(
                *signed(*TEXTS[:3]),
                *(*SHORT, "Pia, 4 May"),
                rest=(*MORE_SHORT, TEXTS[3], "Tom, 5 May", *GOES_ON),
            ),
            id="a text in the seventeenth line below another",
        ),
    ],
)
def test_comments_are_told_by_their_names_and_buttons(marked):
    assert mark(ONLY, marked) == marked


@pytest.mark.parametrize(("title", "goes"), [("Comments on the ferry", False), ("Fares to rise", True)])
def test_a_title_that_reads_like_a_heading_stays(title, goes):
    marked = comments(*named(*TEXTS[:3]), heading="Comments on the ferry", goes=goes)
    assert mark(ONLY, marked, title=title) == marked


def test_the_second_heading_is_tried_where_no_comments_follow_the_first():
    marked = f"{MET}\n{RAIN}\nComments\n{MANY}{comments(*named(*TEXTS[:3]))}"
    assert mark(ONLY, marked) == marked


DATED = cleaner.Cleaner(select=["page/dated-comments"], budget=1)
ARTICLE = "The council met on Monday. Nobody left.\n\nThe price rose by a tenth. Nobody had asked for it.\n\n"
COMMENTS = [
    "7 January 2024 at 10:41\nI rowed home, it was cheaper.",
    "16 March 2024 at 22:28\nSame here, with the dog.",
    "1 May 2024 at 9:08\nBring back the old ferry!",
]


@pytest.mark.parametrize(
    ("below", "goes"),
    [
        pytest.param("\n".join(COMMENTS), True, id="three days"),
        pytest.param("\n".join(COMMENTS[:2]), False, id="two days"),
        pytest.param("\n".join(f"Ines\n{comment}" for comment in COMMENTS), True, id="names above"),
        pytest.param(
            "\n".join(COMMENTS).replace("16 March", "7 January").replace("1 May", "7 January"), False, id="one day"
        ),
        pytest.param("\n".join(COMMENTS) + "\nThe article goes on.\n" * 11, False, id="more text below"),
        pytest.param("\n".join(COMMENTS).replace(" 2024", ""), False, id="no year"),
        pytest.param(
            "\n".join(COMMENTS).replace("7 January", "").replace("16 March", "").replace("1 May", ""),
            False,
            id="no day",
        ),
        pytest.param(
            "\n".join(f"{comment.splitlines()[0]}\nQuay - Pier" for comment in COMMENTS), False, id="fixtures"
        ),
    ],
)
def test_comments_under_dates_go_without_a_heading(below, goes):
    text = ARTICLE + below + "\n"
    result = DATED.clean(text, title="Fares rise")
    assert result.text.strip() == (ARTICLE if goes else text).strip()


def test_dates_below_one_paragraph_stay():
    text = ARTICLE.partition("\n")[0] + "\n\n" + "\n".join(COMMENTS) + "\n"
    assert DATED.clean(text, title="Fares rise").text == text


@pytest.mark.parametrize(("paragraphs", "goes"), [(3, True), (4, False)])
def test_dated_teasers_between_many_paragraphs_of_the_article_are_no_comments(paragraphs, goes):
    said = "".join(
        f"The {number} boats of the harbour lay at the old pier. None of them left it before noon on that day.\n"
        for number in range(paragraphs)
    )
    text = f"{ARTICLE}{COMMENTS[0]}\n{said}{COMMENTS[1]}\n{COMMENTS[2]}\n"
    result = DATED.clean(text, title="Fares rise")
    assert result.text.strip() == (ARTICLE if goes else text).strip()
