"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

from cleaner.stages.looks import is_headline_like, is_prose

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."
MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank lines only"),
        pytest.param(f"{PROSE}\n\n\n\n{MORE}\n", id="wide gaps"),
        pytest.param(f"  {PROSE}  \n\t{MORE}\t", id="white space at both ends"),
        pytest.param(f"{PROSE}\r\n\r\n{MORE}\r\n", id="CRLF"),
        pytest.param(f"No.\n\nNo.\n\n{PROSE}", id="dialogue that repeats"),
        pytest.param(
            f"The song of the pier\n\nCarry me over the water tonight\nCarry me over the water tonight\nCarry me home\n\n{PROSE}",
            id="a refrain",
        ),
        pytest.param(f"{PROSE}\n\nRelated matters\n\n{MORE}", id="a sub-heading that begins like a lead-in"),
        pytest.param(f"{PROSE}\n\nMore from the captain's letter:\n\n{MORE}", id="a heading that introduces prose"),
        pytest.param(f"{PROSE}\n\nFacebook\n\n{MORE}", id="a network's name as a sub-heading"),
    ],
)
def test_text_without_boilerplate_comes_through_untouched(worker, text):
    assert worker.clean(text).text == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="one blank line on each side"),
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="the smaller gap stays"),
        pytest.param(f"{PROSE}\nAdvertisement\n{MORE}", f"{PROSE}\n{MORE}", id="no blank lines"),
        pytest.param(f"{PROSE}\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="paragraphs stay apart"),
        pytest.param(f"{PROSE}\n\nAdvertisement", f"{PROSE}\n", id="at the end, no final line break"),
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n", f"{PROSE}\n", id="at the end, with line breaks"),
        pytest.param(f"Advertisement\n\n{PROSE}\n", f"{PROSE}\n", id="at the start"),
        pytest.param(f"{PROSE}\r\n\r\nAdvertisement\r\n\r\n{MORE}\r\n", f"{PROSE}\r\n\r\n{MORE}\r\n", id="CRLF"),
        pytest.param("Advertisement", "", id="nothing else"),
        pytest.param("It fell. [embed]https://e.org/1[/embed] It rose.", "It fell. It rose.", id="inside a line"),
        pytest.param(
            "It fell. [embed]https://e.org/1[/embed]\nIt rose.", "It fell.\nIt rose.", id="at a line's end"
        ),
        pytest.param("[pullquote] It fell.", "It fell.", id="at a line's start"),
        pytest.param("It[pullquote] fell.", "It fell.", id="with a blank on one side"),
        pytest.param("It [pullquote] [pullquote] fell.", "It fell.", id="two cuts in one gap"),
    ],
)
def test_a_cut_leaves_no_gap_behind(worker, text, clean):
    assert worker.clean(text).text == clean


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
            f"{PROSE}\n\nMore from Harbour Post\nPier to be rebuilt\nSeal steals hat", f"{PROSE}\n", id="to the end"
        ),
        pytest.param(
            f"{PROSE}\n\nRelated stories\n\nPier to be rebuilt\n\nSeal steals hat\n",
            f"{PROSE}\n",
            id="to the end, spaced",
        ),
        pytest.param(
            f"{PROSE}\n\nMost read\nPier to be rebuilt\nSeal steals hat\n{MORE}\n",
            f"{PROSE}\n\n{MORE}\n" if False else f"{PROSE}\n\nSeal steals hat\n{MORE}\n",
            id="before prose a short last line may be a sub-heading",
        ),
    ],
)
def test_a_heading_takes_the_headlines_under_it_and_stops_at_prose(worker, text, clean):
    assert worker.clean(text).text == clean


def test_furniture_at_the_edges_goes_and_the_same_word_inside_stays(worker):
    text = f"Fares to rise\nShare\nTweet\n{PROSE}\n\nFacebook\n\n{MORE}\n\nEmail\nPrint\n"
    assert worker.clean(text).text == f"Fares to rise\n{PROSE}\n\nFacebook\n\n{MORE}\n"


def test_every_removal_has_a_rule_a_stage_and_a_reason(worker):
    result = worker.clean(f"Fares to rise\n\n{PROSE}\n\nREAD MORE: Pier to be rebuilt\n\n{MORE} [pullquote]")
    names = {removal.rule for removal in result.removals}
    assert {"related/read-more-line", "markup/shortcode", "layout/blanks"} <= names
    assert all(removal.because and removal.stage for removal in result.removals)


@pytest.mark.parametrize(
    ("text", "headline", "prose"),
    [
        ("颱風要來了嗎？ 漁港船長教你看雲", True, False),
        ("桟橋を直した大工は八十一歳だった", True, False),
        ("「降ろそうとしたら、戻ってきたんです」", False, False),
        ("船は今月で引退する。町は賞状を贈る。（港新聞／佐々木）", False, False),
        (
            "渡し船の猫は、桟橋が台風で壊れた年の秋から十年の間、毎朝六時の始発に乗り続けてきた。（港新聞／佐々木ひろし）",
            False,
            True,
        ),
        ("木板不难找，", False, False),
        ("ท่าเรือที่ไม่มีใครต้องการ", True, False),
        ("สภาเมืองจะประชุมกันในวันศุกร์ " * 5, False, True),
    ],
)
def test_what_a_line_looks_like_in_scripts_without_spaces(text, headline, prose):
    assert (is_headline_like(text), is_prose(text)) == (headline, prose)
