"""Repair of mojibake, controls and entities, with a record of every change."""

from __future__ import annotations

import importlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Repair
from cleaner.intake.repair import CONTROL, ENTITY, MOJIBAKE, repair, undo

module = importlib.import_module("cleaner.intake.repair")


@pytest.mark.parametrize(
    "text",
    [
        "“Curly quotes” — dashes… and ligatures ﬁ stay",
        "ﾊﾛｰ wide　and ＨＡＬＦ stay",
        "e\u0301 is not composed",
        "Tom & Jerry & co",
        "if x < y: say &lt;b&gt; <b>",
        "line\r\nbreaks\u2028stay\n",
        "Пример текста. Ελληνικά. 新聞。",
    ],
)
def test_sound_text_is_left_alone(text):
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("CafÃ© life", "Café life"),
        ("It â€™s fine\r\nsound", "It ’s fine\r\nsound"),
        ("Tom &amp; Jerry\nA &lt; B", "Tom & Jerry\nA < B"),
        ("bell\x07 and \x1b[31mred\x1b[0m", "bell and red"),
        ("\ufeffmark inside", "mark inside"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_broken_text_is_repaired_line_by_line_with_an_account(text, repaired):
    result, changes = repair(text)
    assert result == repaired
    assert changes
    assert undo(result, changes) == text


def test_an_entity_that_becomes_a_line_break_can_be_undone():
    text = "one&#10;two\nthree &amp; four\nfive&#10;six"
    result, changes = repair(text)
    assert result.split("\n") == ["one", "two", "three & four", "five", "six"]
    assert undo(result, changes) == text


def test_markup_anywhere_in_the_document_leaves_all_entities_alone():
    assert repair("a &amp; b\n<p>c</p>\nd &amp; e")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Use &lt;b&gt; for bold and &amp;amp; for an ampersand.",
        "Use &#60;b&#62; for bold.\n\nTom &amp; Jerry.",
        "The page says <em>no</em>, and &eacute; too.",
        "Write &amp; for an ampersand in HTML.",
        "XML knows five of them, &apos; among them.",
        "A blank is “&nbsp;” and a dash is '&mdash;'.",
        "The sign (&copy;) comes first.",
        "Schreiben Sie «&auml;» im Text.",
        "if (tide &amp;&amp; wind) {\n  sail();\n}",
        "print(tide &lt; 4);",
        "x == y &amp; z",
    ],
)
def test_entities_stay_in_a_text_about_markup_and_in_code(text):
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("The pier (&copy; Harbour Post) closed.", "The pier (© Harbour Post) closed."),
        ("“It&#8217;s late,” she said; he left&nbsp;early;", "“It’s late,” she said; he left\xa0early;"),
        ("Tom &amp; Jerry[1] met on the pier.", "Tom & Jerry[1] met on the pier."),
        ("La mer &amp; le sel ;", "La mer & le sel ;"),
        ("Depth &lt; 4 m at low tide", "Depth < 4 m at low tide"),
    ],
)
def test_left_over_entities_are_decoded(text, repaired):
    assert repair(text)[0] == repaired


def test_an_entity_is_decoded_once():
    assert repair("Fish &amp;amp; chips, &amp;quot;fresh&amp;quot;")[0] == "Fish &amp; chips, &quot;fresh&quot;"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("CafÃ© life", MOJIBAKE),
        ("Tom &amp; Jerry", ENTITY),
        ("&Atilde;&copy;t&eacute;", ENTITY),
        ("bell\x07", CONTROL),
        ("CafÃ© bell\x07", MOJIBAKE),
    ],
)
def test_a_repair_names_its_rule(text, rule):
    assert [change.rule for change in repair(text)[1]] == [rule]


def test_a_chain_of_ampersands_is_bounded():
    import time

    before = time.process_time()
    text = "&" + "amp;" * 30_000
    assert repair(text)[0] == text
    assert time.process_time() - before < 2


_ALPHABET = (
    "ÂÃÄÅÐÎÏÒÓÔàâäãåéèœŒ€‚ƒ„…†‡ˆ‰Š‹Žž‘’“”•–—˜™š›Ÿ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ØÙ×√≈∂βΓвГРСЂ"
    "  \xa0\x85\x9d\x1b\x07\ufeff\ufffd\u200b&;<amp#60lt abcXYZ.,?!0123中文字か가ก\r\t"
)


@given(st.text(st.sampled_from(_ALPHABET), max_size=40))
@settings(max_examples=1500)
def test_the_quick_test_never_overlooks_a_line_that_ftfy_would_change(line):
    _compare_with_ftfy(line)


def test_neither_does_it_on_twenty_thousand_random_lines():
    source = random.Random(7)
    for _ in range(20_000):
        _compare_with_ftfy("".join(source.choices(_ALPHABET, k=source.randint(1, 12))))


def _compare_with_ftfy(line: str) -> None:
    import ftfy

    body = line[:-1] if line.endswith("\r") else line
    entities = not module._ABOUT_MARKUP.search(line) and not module._keeps_entities(line)
    unescaped = ftfy.fixes.unescape_html(body) if entities else body
    assert repair(line)[0] == ftfy.fix_text(unescaped, module._config()) + line[len(body) :]


@given(st.lists(st.text(st.sampled_from(_ALPHABET), max_size=30), max_size=5).map("\n".join))
def test_every_repair_can_be_undone(text):
    result, changes = repair(text)
    assert undo(result, changes) == text


def test_undoing_repairs_of_another_text_is_refused():
    with pytest.raises(ValueError, match="line 1 is not what its repair made of it"):
        undo("something else", (Repair(1, "CafÃ©", "Café"),))


def test_ascii_text_and_common_punctuation_never_load_ftfy(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "_needs_ftfy", lambda: asked.append("needs") or (lambda _: False))
    assert repair("Rain fell — on “us”.") == ("Rain fell — on “us”.", ())
    assert asked == []
    assert repair("Rain fell&nbsp;on us.") == ("Rain fell&nbsp;on us.", ())
    assert asked == ["needs"]


def test_ftfy_reads_only_lines_that_may_need_repair(monkeypatch):
    given, fix = [], module._fix
    monkeypatch.setattr(
        module, "_fix", lambda line, entities: given.append((line, entities)) or fix(line, entities)
    )
    text = "Rain fell.\nŻółw śpi\nCafÃ© life\nTom &amp; Jerry\n" + "&" + "amp;" * 6
    assert repair(text)[0] == text.replace("Ã©", "é").replace("&amp; ", "& ")
    assert given == [("CafÃ© life", True), ("Tom &amp; Jerry", True), ("&" + "amp;" * 6, False)]


def test_ftfy_repairs_a_very_long_line_in_pieces(monkeypatch):
    config = module._config()._replace(max_decode_length=12)
    monkeypatch.setattr(module, "_config", lambda: config)
    assert repair("It was CafÃ©")[0] == "It was Café"
    assert repair("It was: CafÃ©")[0] == "It was: CafÃ©"


def test_repair_replaces_controls_that_decoding_reveals():
    # a quotation mark of Windows-1252 that was read as Latin-1, and its UTF-8 as Windows-1252
    assert repair("CafÃ© itÂ’s")[0] == "Café it’s"


@pytest.mark.parametrize("changes", [((1, 2), (3, 4)), ((1, 3),)])
def test_repair_keeps_crlf_line_breaks(changes):
    text = "CafÃ©\r\nlife&#10;here\r\nCafÃ©\r"
    result, account = repair(text)
    assert result == "Café\r\nlife\nhere\r\nCafé\r"
    assert undo(result, account) == text


@pytest.mark.parametrize(
    ("verbose", "plain"),
    [
        ("a b\n  c", "abc"),
        ("[a b] c", "[a b]c"),
        ("[ #] d", "[ #]d"),
        ("a # comment [\n b", "ab"),
        (r"a\ b \# c", r"a\ b\#c"),
        (r"[\] ] e", r"[\] ]e"),
        ("a # the end\n", "a"),
    ],
)
def test_without_layout_drops_white_space_and_comments_outside_classes(verbose, plain):
    assert module._without_layout(verbose) == plain
