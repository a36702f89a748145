"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time

import jsonschema
import pytest

import cleaner
from cleaner.core.document import Evidence
from cleaner.core.folding import fold
from cleaner.intake import documents as intake
from cleaner.intake.page import context as hints
from cleaner.intake.page import dom as walk
from cleaner.intake.page.alignment import line_key, match_lines
from cleaner.intake.page.extract import blocks
from cleaner.intake.page.fill import with_evidence
from cleaner.intake.page.flatten import flatten, shorten_tags
from cleaner.report.ledger import dumps, ledger
from cleaner.restore.document import entries_of, restore_text
from conftest import ROOT

TITLE = "Fares to rise on the sound"
BODY = [
    "The harbour council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise.",
    "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one in the spring.",
    "“We will swim,” said one of them, and a second wrote it down and had it framed for the office of the harbour board.",
    "The ferry company, which has carried the islanders for ninety years, did not answer a letter that we left at the pier.",
    "Captain Lew, who steers the older of the two boats, has heard of it from his passengers, who had it from their barber.",
]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(inside: str, *, title: str = f"{TITLE} | Harbour Post", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/tides'>Tides</a></li></ul></nav>"
        f"<article>{inside}</article><footer>Harbour Post, Pier 4</footer></body></html>"
    )


def lines(result: cleaner.Result) -> list[str]:
    return [line for line in result.text.split("\n") if line.strip()]


def rules_of(result: cleaner.Result) -> dict[str, str]:
    """What went, and the rule that took it; white space aside."""
    text = result.document.text
    return {text[start:end]: rule for (start, end), rule, *_ in result.removals if text[start:end].strip()}


def test_a_plain_page_comes_out_as_its_paragraphs(worker):
    result = worker.clean_html(page(f"<h1>{TITLE}</h1>" + paragraphs(*BODY)))
    assert lines(result) == BODY
    assert rules_of(result) == {TITLE: "headline/title-line"}
    origin = result.document.origin
    assert (origin.filled, origin.because, origin.format) == (0, None, "html")
    assert result.document.language == "en"


# the title


@pytest.mark.parametrize(
    ("title", "head", "h1"),
    [
        (f"{TITLE} | Harbour Post", "", TITLE),
        (f"Harbour Post – {TITLE}", "", TITLE),
        ("Harbour Post", f"<meta property='og:title' content='{TITLE}'>", TITLE),
        ("Crossing to cost more", "<meta property='og:site_name' content='Harbour Post'>", TITLE),
        (f"{TITLE} | Harbour Post", "", "Fares to <em>rise</em> on <b>the sound</b>"),
    ],
)
def test_the_headline_is_known_from_the_title_its_parts_the_meta_and_the_h1(worker, title, head, h1):
    html = page(f"<h1>{h1}</h1>" + paragraphs(*BODY), title=title, head=head)
    result = worker.clean_html(html)
    assert result.document.title == TITLE
    assert lines(result) == BODY
    assert set(rules_of(result).values()) == {"headline/title-line"}
    kept = cleaner.Cleaner(headline="keep").clean_html(html)
    assert [line for line in lines(kept) if line not in BODY] != []


def test_an_h1_that_names_the_site_is_not_the_headline(worker):
    head = f"<meta property='og:title' content='{TITLE}'><meta property='og:site_name' content='Harbour Post'>"
    html = page(f"<h1>Harbour Post</h1><h2>{TITLE}</h2>" + paragraphs(*BODY), title="Harbour Post", head=head)
    assert worker.clean_html(html).document.title == TITLE


def test_a_line_of_more_than_250_characters_is_no_headline(worker):
    lead = " ".join(BODY)[:300].rstrip() + "."
    html = page(paragraphs(lead, *BODY[3:]), title=lead)
    assert lead in worker.clean_html(html, title=lead).text


def test_a_line_far_down_that_says_the_title_stays(worker):
    result = worker.clean_html(page(paragraphs(*BODY[:4], "Sound advice", BODY[4]), title="Sound advice"))
    assert "Sound advice" in lines(result)


# what an element's class says


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ("comments-area", "element/comment-box"),
        ("post__cta", "element/call-to-action"),
        ("aboutAuthor", "element/author-box"),
        ("recirc-unit", "element/related-box"),
        ("affiliate-disclosure", "element/disclaimer-box"),
        ("modal-text", "element/pop-up"),
        ("newsletterBox", "element/newsletter-box"),
        ("site-header", "element/site-header"),
        ("entry-footer", "element/footer"),
        ("copyright", "element/copyright-box"),
    ],
)
def test_a_line_in_an_element_named_after_furniture_goes(worker, names, rule):
    box = f"<div class='{names}'><p>A word from the lighthouse keeper about his lamp, and what it costs to keep it lit.</p></div>"
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + box + paragraphs(*BODY[3:])))
    if len(lines(result)) == 5:  # unless extraction has seen to it already
        assert lines(result) == BODY
    assert set(rules_of(result).values()) <= {rule}
    document = intake.from_blocks(paragraphs(*BODY) + box)
    assert rules_of(worker.run(document)) == {document.text.split("\n")[-1]: rule}


def test_an_element_that_holds_a_third_of_the_text_is_the_articles_own(worker):
    document = intake.from_blocks(
        f"<div class='newsletter-on'>{paragraphs(*BODY[:2])}</div>" + paragraphs(*BODY[2:])
    )
    assert worker.run(document).text == "\n".join(BODY)


def test_a_hint_that_condemns_a_quarter_of_the_page_is_none(worker):
    html = "".join(f"<div class='author'><p>{text}</p></div>" for text in BODY[:2]) + paragraphs(*BODY[2:])
    document = intake.from_blocks(html)
    assert {line.hint for line in document.evidence} == {"author-box", ""}
    assert worker.run(document).text == "\n".join(BODY)


def test_the_headline_stays_where_it_was_asked_for_even_in_an_element_with_a_hint():
    document = intake.from_blocks(f"<h1 class='modal-title'>{TITLE}</h1>" + paragraphs(*BODY), title=TITLE)
    assert cleaner.Cleaner(headline="keep").run(document).text.startswith(TITLE)


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("commentary", ""),
        ("has_comments", "comment-box"),
        ("inlineNewsletter wide", "newsletter-box"),
        ("blockquote-footer", ""),
        ("cta", "call-to-action"),
        ("octant", ""),
        ("authority", ""),
        ("Site-Header", "site-header"),
        ("x" * 5000 + " footer", ""),
        ("", ""),
    ],
)
def test_a_hint_is_a_word_of_its_own_in_the_name(names, hint):
    assert hints.hint_of(names, None) == hint
    assert hints.hint_of(None, names) == hint


def test_every_hinting_word_is_found_by_the_quick_test_before_it():
    for kind, words in hints.WORDS.items():
        for word in words.split():
            name = re.sub(r"\(\?:([^|)]*)[^)]*\)", r"\1", word).replace("?", "")
            assert hints.hint_of(f"wide {name}-1", None) == kind


# links


def listed(*texts: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/x'>{text}</a></li>" for text in texts) + "</ul>"


def test_a_list_of_links_goes_with_its_label_and_a_list_with_links_in_it_stays(worker):
    html = (
        paragraphs(*BODY[:3])
        + "<ul><li>On the water</li><li><a href='/1'>Seal steals hat</a></li><li><a href='/2'>Mill burns</a></li></ul>"
        + paragraphs(BODY[3])
        + "<ul><li>take a <a href='/lamp'>lamp</a> with oil for two nights</li><li>and a <a href='/r'>rope</a> of forty feet</li></ul>"
        + "<ul><li><a href='/one'>The one and only captain</a></li></ul>"
        + paragraphs(BODY[4])
    )
    result = worker.run(intake.from_blocks(html))
    assert rules_of(result) == dict.fromkeys(("On the water", "Seal steals hat", "Mill burns"), "element/link-list")


def test_a_line_that_is_one_link_goes_only_with_another_sign(worker):
    html = (
        "<p><a href='/news'>Island news</a></p>"
        f"<h1>{TITLE}</h1>{paragraphs(*BODY[:2])}"
        "<p><a href='/old'>Old mill burns down</a></p>"
        "<p><a href='/all'>All that burned this year »</a></p>"
        "<p><a class='btn' href='/sail'>Sail with us</a></p>"
        f"<p>See the <a class='btn' href='/map'>map</a>, he said, and pointed at the wall behind the counter.</p>{paragraphs(*BODY[2:])}"
    )
    result = worker.run(intake.from_blocks(html, title=TITLE))
    assert rules_of(result) == {
        "Island news": "element/link-line",
        TITLE: "headline/title-line",
        "All that burned this year »": "element/link-line",
        "Sail with us": "element/button",
    }


def test_a_line_said_twice_keeps_the_copy_that_is_a_heading(worker):
    twice = "What a crossing costs in winter"
    document = intake.from_blocks(paragraphs(*BODY[:2], twice) + f"<h2>{twice}</h2>" + paragraphs(*BODY[2:]))
    assert worker.run(document).text.count(twice) == 1


def test_plain_text_has_no_evidence_and_no_rule_of_the_family_fires(worker):
    result = worker.clean("\n".join([*BODY, "All that burned this year »", "Sail with us"]))
    assert result.document.evidence == ()
    assert not [rule for rule in rules_of(result).values() if rule.startswith("element/")]


# what extraction drops


def test_repeated_paragraphs_that_extraction_drops_are_put_back(worker):
    refrain = worker.clean_html(page(paragraphs(*[BODY[0]] * 10)))
    assert refrain.document.origin.filled == 9
    assert refrain.text.count(BODY[0]) == 10
    short = worker.clean_html(page(paragraphs(*["Row on, row on."] * 10)))
    assert short.text.count("Row on, row on.") == 10


def test_a_second_copy_goes_by_name_and_not_in_silence(worker):
    result = worker.clean_html(page(paragraphs(*BODY[:2], BODY[0], *BODY[2:])))
    assert result.document.text.count(BODY[0]) == 2
    assert rules_of(result) == {BODY[0]: "headline/paragraph-twice"}


def test_what_is_filled_stands_where_the_page_has_it():
    lines = [*BODY[:2], *BODY[3:]]
    segments = walk.read_page(page("<h2>The vote</h2>" + paragraphs(*BODY))).segments
    text = with_evidence(lines, segments)
    assert text.lines == BODY
    assert (text.filled, text.evidence[2].tag) == (1, "p")


@pytest.mark.parametrize(
    ("inside", "back"),
    [
        ("<h3>What the captain heard</h3>", ["What the captain heard"]),
        ("<div><ul><li>a lamp and a rope</li></ul></div>", ["- a lamp and a rope"]),
        ("<h3><a href='/x'>Another story altogether</a></h3>", []),
        ("<aside><h3>On the pier</h3></aside>", []),
        ("<div><p>A text in a box of its own, which shares no parent with the article.</p></div>", []),
    ],
)
def test_only_what_belongs_to_the_paragraphs_is_filled(inside, back):
    html = page(paragraphs(*BODY[:2]) + inside + paragraphs(*BODY[2:]))
    text = with_evidence(BODY, walk.read_page(html).segments)
    assert text.lines == [*BODY[:2], *back, *BODY[2:]]
    assert text.filled == len(back)


def test_mojibake_is_repaired_though_extraction_strips_half_of_it(worker):
    said = "The keeper’s lamp is the captain’s star, they say here, and nobody on the island has ever doubted it."
    html = page(paragraphs(*BODY[:2], said.encode().decode("latin-1"), *BODY[2:]))
    document = worker.clean_html(html).document
    assert said in document.text
    assert [repair.after for repair in document.repairs] == [said]


# mapping


def test_a_heading_is_not_sent_into_the_table_of_contents():
    html = listed("The vote", "The boats") + f"<h2>The vote</h2><p>{BODY[0]}</p><h2>The boats</h2><p>{BODY[1]}</p>"
    segments = walk.read_page(f"<html><body>{html}</body></html>").segments
    keys = [line_key(line) for line in ("The vote", BODY[0], "The boats", BODY[1])]
    found = match_lines(keys, segments)
    assert [segments[first].tag for first, _ in found[1:]] == ["p", "h2", "p"]


def test_a_line_that_several_blocks_say_has_only_what_they_share():
    html = "<table><tr><td>Pier</td><td><a href='/t'>Tide</a></td></tr></table>" + paragraphs(*BODY)
    text = with_evidence(["| Pier | Tide |", *BODY], walk.read_page(f"<html><body>{html}</body></html>").segments)
    assert text.evidence[0] == Evidence("td")
    assert text.evidence[1].tag == "p"


# guards


@pytest.mark.parametrize("depth", [200, 300, 5000, 50_000])
def test_text_in_deep_nests_is_kept_and_the_origin_says_how(depth):
    html = page("<div>" * depth + paragraphs(*BODY) + "</div>" * depth)
    document = intake.from_html(html)
    assert [line for line in document.text.split("\n") if line] == BODY
    assert "nested" in document.origin.because


@pytest.mark.parametrize("opened", ["<span>", "<ul><li>", "<table><tr><td>", "<blockquote>"])
def test_nests_of_every_kind_keep_their_text(opened):
    closed = "".join(f"</{tag}>" for tag in reversed(opened.strip("<>").split("><")))
    html = page(paragraphs(*BODY[:2]) + opened * 400 + paragraphs(*BODY[2:]) + closed * 400)
    text = intake.from_html(html).text
    assert all(line in text for line in BODY)


def test_flattening_leaves_scripts_and_comments_alone_and_words_apart():
    deep = "<div>" * 300
    html = flatten(f"<script>'{deep}'</script><!-- {deep} -->{deep}one</div><div>two<b>three</b>")
    assert html.startswith(f"<script>'{deep}'</script><!-- {deep} -->")
    assert [segment.text for segment in walk.read_page(html).segments] == ["one", "twothree"]


def test_a_text_of_ten_megabytes_is_kept_and_the_origin_says_how():
    text = "the boat was late again " * 450_000
    html = page(f"<p>{BODY[0]}</p><p>{text}</p><p>{BODY[1]}</p>")
    document = intake.from_html(html, repair=False)
    assert len(document.text) > len(text)
    assert BODY[1] in document.text
    assert document.origin.extractor.endswith("tree walk")
    assert "characters" in document.origin.because


def test_a_page_of_too_many_elements_is_read_by_the_walk():
    html = page("".join(f"<p>The boat left pier {number} at noon.</p>" for number in range(45_000)))
    before = time.process_time()
    document = intake.from_html(html)
    assert document.text.count("\n") == 44_999
    assert "elements" in document.origin.because
    assert time.process_time() - before < 20


def test_where_extraction_finds_far_too_little_the_walk_stands_in():
    nest = "<span>" * 130
    html = page("<p>Short.</p>" + nest + paragraphs(*BODY * 4) + "</span>" * 130)
    assert all(line in intake.from_html(html).text for line in BODY)


def test_one_tag_with_ten_thousands_of_attributes_costs_no_time():
    html = page(f"<div {' '.join(f'a{n}=1' for n in range(40_000))}>{paragraphs(*BODY)}</div>")
    before = time.process_time()
    assert BODY[4] in intake.from_html(html).text
    assert time.process_time() - before < 5


@pytest.mark.parametrize("before", [0, 1, 49_999, 50_001, 99_999, 130_000])
def test_a_monstrous_tag_is_shortened_wherever_it_stands(before):
    start, attributes = "<p>" + "x" * before, "".join(f" {'y' * 20}='{n:06}'" for n in range(3400))
    assert shorten_tags(f"{start}<b{attributes}>pier") == f"{start}<b>pier"
    tag = f"<b {'z' * 99_900}>"
    assert shorten_tags(f"{start}{tag}pier") == f"{start}{tag}pier"


def test_scripts_and_styles_are_spared_extraction_and_the_text_behind_them_stays():
    tree = walk.read_page(
        "<html><head><meta name='a'><link href='b'><title>Pier</title></head><body><p>One<script>two()</script> three"
        "<style>p{}</style> four</p><script type='application/ld+json'>{}</script><link href='c'></body></html>"
    ).tree
    walk.lighten(tree)
    assert [element.tag for element in tree.iter()] == ["html", "head", "title", "body", "p", "script", "link"]
    assert "".join(tree.itertext()) == "PierOne three four{}"


def test_an_article_that_only_a_script_holds_is_found():
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(BODY)})
    html = f"<html><head><script type='application/ld+json'>{data}</script></head><body><div></div></body></html>"
    assert intake.from_html(html).text.startswith(BODY[0])


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ud800", "\ufffe"])
def test_a_character_that_no_tree_can_hold_costs_no_text(character):
    text = intake.from_html(page(paragraphs(*BODY[:2], "A" + character + "fterwards it rained. " * 8))).text
    assert "Afterwards it rained." in text
    assert BODY[1] in text


def test_a_wrapper_that_holds_the_whole_page_is_no_furniture():
    html = page(f"<form>{paragraphs(*BODY)}</form>")
    assert not any(segment.furniture for segment in walk.read_page(html).segments if segment.tag == "p")


@pytest.mark.parametrize(
    "inside",
    [
        listed(*(f"Harbour news of the week {number}" for number in range(40))),
        "".join(f"<p><a href='/{number}'>Harbour news of the week {number}</a></p>" for number in range(40)),
        "",
    ],
)
def test_a_page_of_nothing_but_navigation_is_refused(inside):
    with pytest.raises(intake.ExtractionError, match=r"no article"):
        intake.from_html(page(inside))


# the laws


def samples() -> list[str]:
    box = "<div class='newsletter'><p>Our letter comes on Fridays</p></div>"
    return [
        page(f"<h1>{TITLE}</h1>" + paragraphs(*BODY) + box),
        page(paragraphs(*BODY[:2], BODY[0], *BODY[2:]) + listed("Seal steals hat", "Old mill burns down")),
        page("<div>" * 400 + paragraphs(*BODY, "READ MORE: Old mill burns down")),
        page(paragraphs(*BODY, "It wasn&amp;#8217;t the captain&#10;who left", "keeperâ\x80\x99s lamp")),
    ]


@pytest.mark.parametrize("html", samples())
def test_spans_are_offsets_into_the_documents_text_and_the_ledger_gives_it_back(worker, html):
    result = worker.clean_html(html)
    document = result.document
    assert len(document.evidence) == len(document.lines)
    assert fold(document.text).count("\n") + 1 == len(document.lines)
    entry = ledger(result, rules_digest=worker.rules_digest("html"))
    schema = json.loads((ROOT / "src/cleaner/report/ledger.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(entry, schema)
    assert entry["origin"]["filled"] == document.origin.filled
    assert entry["origin"]["because"] == document.origin.because
    restored = restore_text(result.text, next(entries_of(io.BytesIO(dumps(entry)))))
    assert restored == intake.from_html(html, repair=False).text


@pytest.mark.parametrize("html", samples())
def test_the_same_page_gives_the_same_result_however_often_and_whatever_came_before(worker, html):
    first = worker.clean_html(html)
    for other in samples():
        worker.clean_html(other)
    again = cleaner.Cleaner().clean_html(html)
    assert (again.text, again.removals, again.document) == (first.text, first.removals, first.document)


@pytest.mark.parametrize("html", samples())
def test_all_rules_off_changes_nothing(html):
    result = cleaner.Cleaner(select=[]).clean_html(html)
    assert not result.changed


def test_evidence_stays_beside_its_line_when_a_repair_unescapes_a_line_break():
    html = page(paragraphs(*BODY[:3]) + f"<p>He said &amp;#10; nothing.</p><h3>After</h3>{paragraphs(*BODY[3:])}")
    document = intake.from_html(html)
    heading = next(at for at, line in enumerate(document.lines) if document.text[line.start : line.end] == "After")
    assert document.evidence[heading].tag == "h3"


def test_text_alone_imports_neither_parser_nor_extractor():
    code = (
        "import sys, cleaner; cleaner.clean('Rain fell.\\n\\nREAD MORE: Snow');"
        "print([name for name in ('lxml', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_blocks_are_lines():
    text, evidence = blocks("<p>One <b>and</b> two</p><ul><li>three</li></ul>")
    assert text == "One and two\nthree"
    assert [line.tag for line in evidence] == ["p", "li"]


def test_the_time_for_a_page_grows_with_its_size():
    def spent(count: int) -> float:
        html = page("".join(f"<p class='c{n}'>{BODY[n % 5]} <a href='/{n}'>{n}</a></p>" for n in range(count)))
        best = 9.0
        for _ in range(3):
            before = time.process_time()
            found = walk.read_page(html)
            keys = [segment.key for segment in found.segments]
            match_lines(keys, found.segments)
            best = min(best, time.process_time() - before)
        return best

    spent(100)
    assert spent(8000) < 6 * spent(2000) + 0.2


def test_the_time_for_a_block_of_many_lines_grows_with_its_size():
    def spent(count: int) -> float:
        said = [f"<a href='/{n}'>{n}</a> {BODY[n % 5]}" for n in range(count)]
        segments = walk.read_page(page(paragraphs(TITLE) + "<pre>" + "\n".join(said) + "</pre>")).segments
        lines = [TITLE, *(f"{n} {BODY[n % 5]}" for n in range(count))]
        best = 9.0
        for _ in range(3):
            before = time.process_time()
            assert {evidence.tag for evidence in with_evidence(lines, segments).evidence[1:]} == {"pre"}
            best = min(best, time.process_time() - before)
        return best

    spent(100)
    assert spent(8000) < 6 * spent(2000) + 0.2


def test_a_page_over_the_budget_loses_only_what_is_certain_and_says_so():
    page = (
        "<html><head><title>Old pier</title></head><body><article><h1>Old pier</h1>"
        "<p>The pier fell into the sea on Monday night, and nobody on the island was hurt by it.</p>"
        "<p>Advertisement</p><p>The board will meet on Friday to talk about what is left.</p><p>Read later</p></article></body></html>"
    )
    result = cleaner.Cleaner(budget=0.0).clean_html(page)
    assert result.withheld is not None
    assert "Advertisement" not in result.text
    assert result.text.endswith("Read later")
    assert "Read later" not in cleaner.clean_html(page).text
