"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.stages._shared_prefixes import echoed
from cleaner.stages.line_features import is_headline_like, is_prose

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


def test_the_title_stays_behind_a_label_and_another_headline_does_not(worker):
    text = f"VIDEO: Seal steals hat on pier\n\n{PROSE}\n\nVIDEO: Seal steals another hat\n\n{MORE}"
    assert worker.clean(text, title="Seal steals hat on pier").text == text.replace(
        "VIDEO: Seal steals another hat\n\n", ""
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="one blank line on each side"),
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="the smaller gap stays"),
        pytest.param(f"{PROSE}\nAdvertisement\n{MORE}", f"{PROSE}\n{MORE}", id="no blank lines"),
        pytest.param(f"{PROSE}\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="paragraphs stay apart"),
        pytest.param(
            f"{PROSE}\nAdvertisement\nWatch the old crane fall\nAdvertisement\nWatch the old crane fall\nMore boats",
            f"{PROSE}\nMore boats",
            id="a caption said twice, adverts around it",
        ),
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
            "Ada Brandt Ada Maria BrandtPier vote put off MORE (Q) said no to Tom Lew Tom LewBoats MORE.",
            "Ada Brandt (Q) said no to Tom Lew.",
            id="two boxes in one sentence",
        ),
        pytest.param("Ada Lew Jr. Ada Maria LewPier sold MORE left.", "Ada Lew Jr. left.", id="a suffix stays"),
        pytest.param(
            "Ada Lew Ada Lew Pier vote put off MORE (Q) left.", "Ada Lew (Q) left.", id="the whole name, unglued"
        ),
        pytest.param("Ada Lew Ada LewPier vote put off", "Ada Lew Ada LewPier vote put off", id="no button"),
        pytest.param(
            "Ada Lew and Peter Lew want MORE boats.", "Ada Lew and Peter Lew want MORE boats.", id="two of one name"
        ),
        pytest.param(
            f"Ada Lew Ada LewPier {'vote ' * 150}MORE left.",
            f"Ada Lew Ada LewPier {'vote ' * 150}MORE left.",
            id="a button too far away",
        ),
    ],
)
def test_a_box_behind_a_name_goes_and_the_sentence_reads_on(text, clean):
    # a sentence alone is less than its box: the budget is for articles
    assert cleaner.Cleaner(budget=1).clean(text).text == clean


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
            f"{PROSE}\nComments\n{COMMENTS}", f"{PROSE}\nComments\n{COMMENTS}", id="no article above them"
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


def test_buttons_go_where_three_stand_under_each_other(worker):
    assert worker.clean(f"{PROSE}\n\nTwitter\nDigg\nEmail\n{MORE} No.\n").text == f"{PROSE}\n\n{MORE} No.\n"
    for stays in ("Twitter\nDigg", "Twitter\nTwitter\nTwitter"):
        text = f"{PROSE}\n\n{stays}\n{PROSE} No.\n{MORE} No.\n"
        assert worker.clean(text).text == text


def test_headlines_between_paragraphs_go_only_when_asked_for():
    import cleaner

    stray = "How Three Sisters Taught Their Village to Bake"
    text = f"{PROSE}\n\n{stray}\n\n{MORE} No.\n\nIt rained. Nobody came.\n\nIt thawed. Nobody left.\n"
    assert cleaner.Cleaner().clean(text).text == text
    asked = cleaner.Cleaner(select=["all", "related/stray-headline"])
    assert asked.clean(text).text == text.replace(f"{stray}\n\n", "")


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


@pytest.mark.parametrize(
    ("line", "headline", "prose"),
    [
        ("هل يعود سوق السمك إلى مكانه القديم؟", True, False),
        ("الرياح تشتد.. والعبّارة تبقى في الميناء", True, False),
        ("عاد القبطان إلى الميناء. وقال إن البحر كان هادئا.", False, True),
        ("کشتی گھاٹ پر واپس آئی۔ کپتان خاموش رہے۔", False, True),
        ("کیا مچھلی منڈی اپنی جگہ پر واپس آئے گی؟", True, False),
        ("घाट की मरम्मत पर परिषद में आधी रात तक चली लंबी बहस, कप्तान बीच में ही उठकर चले गए", True, False),
        ("नौका लौट आई। कप्तान चुप रहे।", False, True),
        ("בעל המעבורת שתק. אחר כך הוא חייך.", False, True),
        ("ძველი შუქურა ოცი წლის შემდეგ ისევ აინთო", True, False),
    ],
)
def test_lines_have_their_look_in_scripts_without_capitals(line, headline, prose):
    assert (is_headline_like(line), is_prose(line)) == (headline, prose)


@pytest.mark.parametrize(
    ("line", "paragraph", "again"),
    [
        (
            "We will go home today and stay there.",
            "It rained. We will go home today, and stay there for good.",
            True,
        ),
        ("We will go home today and stay there.", "It rained. We will go home tomorrow and stay there.", False),
        ("We will go home today and stay there.", "It rained, and we will go home today and stay there.", False),
        ("We will go home today and stay there.", '"We will go home today," she said, "and stay there."', True),
        ("We will go home today and stay there.", "«We will go home today», she said, «and stay there.»", True),
        ("We will go home today and stay there.", '"We will go home by boat," she said, "and stay there."', False),
        ('"We will go home today" – Ada Brandt', "It rained – we will go home today by the last boat.", True),
        ("Мы сегодня пойдём домой и останемся там.", "Rain fell on the harbour.", True),
        ("Rain", "Rain. It fell on the harbour.", False),
    ],
)
def test_a_first_look_by_letters_tells_the_lines_that_a_piece_of_another_may_say(line, paragraph, again):
    for lines in ([line, paragraph], [paragraph, line]):
        assert dict(zip(lines, echoed(lines), strict=True))[line] is again


def test_a_first_look_says_yes_of_copies_too_many_to_compare_and_of_none_where_there_are_no_lines():
    assert echoed(["We will go home today."] * 40) == [True] * 40
    assert echoed([]) == []
