"""A page is read as a browser shows it: inline words stay in their places, once, and hidden text goes."""

from __future__ import annotations

import time
from itertools import product

import pytest

from cleaner.intake.page import dom
from support.pages import BODY, TITLE, lines, page, paragraphs

SAID = "Nobody on the pier had ever asked the keeper about it, and so she had never thought of an answer."

INLINE = {
    "time": ("<time datetime='20:00'>8 pm</time>", "8 pm"),
    "time-in-bold": ("<b><time>8 pm</time></b>", "8 pm"),
    "time-in-a-link": ("<a href='/k'><time>8 pm</time></a>", "8 pm"),
    "output": ("<output>42 ships</output>", "42 ships"),
    "meter": ("<meter value='.6'>60%</meter>", "60%"),
    "abbr": ("<abbr title='a ship'>HMS</abbr>", "HMS"),
    "data": ("<data value='3'>three lamps</data>", "three lamps"),
    "kbd": ("<kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd>", "Ctrl+C"),
    "code": ("<code>lamp --on</code>", "lamp --on"),
    "sup": ("10<sup>3</sup>", "103"),
    "wbr": ("light<wbr>house", "lighthouse"),
    "bdi": ("<bdi>Ostra</bdi>", "Ostra"),
    "mark": ("<mark>the lamp</mark>", "the lamp"),
    "del": ("<del>the lamp</del>", "the lamp"),
    "font": ("<font color='red'>the lamp</font>", "the lamp"),
    "span-named-author": ("<span class='author'>Ola Brandt</span>", "Ola Brandt"),
    "span-named-share": ("<span id='share-price'>the price</span>", "the price"),
    "button": ("<button class='term'>the gallery</button>", "the gallery"),
    "custom-element": ("<x-term>the gallery</x-term>", "the gallery"),
    "ruby": ("<ruby>Ostra<rp>(</rp><rt>o-stra</rt><rp>)</rp></ruby>", "Ostra"),
    "ruby-with-rb": ("<ruby><rb>灯</rb><rb>台</rb><rt>とう</rt><rt>だい</rt></ruby>", "灯台"),
    "ruby-without-end-tags": ("<ruby>灯<rt>とう<rp></rp></ruby>", "灯"),
    "ruby-over-lines": ("<ruby>\n  <rb>灯</rb>\n  <rt>とう</rt>\n</ruby>", "灯"),
    "q": ("<q>we stay</q>", "“we stay”"),
    "q-in-q": ("<q>she said <q>no</q> twice</q>", "“she said ‘no’ twice”"),
    "q-with-marks": ("<q>“we stay”</q>", "“we stay”"),
    "math": ("<math><mi>v</mi></math>", "v"),
    "katex": (
        "<span class='katex'><span class='katex-mathml'><math><semantics><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"
        "<annotation encoding='application/x-tex'>a+b</annotation></semantics></math></span><span class='katex-html' "
        "aria-hidden='true'><span>a</span><span>+</span><span>b</span></span></span>",
        "a+b",
    ),
    "mediawiki-math": (
        "<span class='mwe-math-element'><span class='mwe-math-mathml-inline' style='display: none;'><math><mi>r</mi>"
        "</math></span><img src='r.svg' aria-hidden='true' alt='r'></span>",
        "r",
    ),
    "mathjax": (
        "<mjx-container><mjx-math aria-hidden='true'><mjx-mi></mjx-mi></mjx-math><mjx-assistive-mml><math><mi>w</mi>"
        "</math></mjx-assistive-mml></mjx-container>",
        "w",
    ),
    "template": ("the lamp<template> never</template>", "the lamp"),
    "hidden": ("the lamp<span hidden> never</span>", "the lamp"),
    "display-none": ("the lamp<span style='color:red; display : none'> never</span>", "the lamp"),
    "screen-reader": ("<a href='/l'>the lamp<span class='sr-only'> (opens in a new tab)</span></a>", "the lamp"),
    "visually-hidden": ("the lamp<span class='u-visuallyHidden'> (in English)</span>", "the lamp"),
    "icon": ("the lamp<i class='icon' aria-hidden='true'>arrow_right</i>", "the lamp"),
    "shown-but-not-read": ("<span aria-hidden='true'>£5</span><span class='sr-only'>five pounds</span>", "£5"),
}
AROUND = {
    "paragraph": ("<p>The keeper wrote that {} was seen from the rocks, and nobody had a word to say.</p>", ""),
    "end-of-paragraph": ("<p>What the keeper wrote in the log of that night, for all to read, was {}.</p>", ""),
    "short-paragraph": ("<p>She saw {} there.</p>", ""),
    "item": ("<ul><li>First the keeper saw {} on the rocks.</li><li>Then she went in.</li></ul>", "- "),
    "quotation": ("<blockquote>I saw {} on the rocks and told nobody of it.</blockquote>", ""),
    "heading": ("<h2>What {} means</h2>" + paragraphs(SAID), ""),
}


def text_of(html: str) -> list[str]:
    return [
        " ".join(text.split()) for text in html.replace("</li>", "\n").replace("</h2>", "\n").split("\n") if text
    ]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("inline", INLINE)
def test_inline_elements_keep_their_words_in_place_and_once(worker, inline, around):
    html, said = INLINE[inline]
    template, mark = AROUND[around]
    sentence = text_of(template.split("</p>")[0])[0]
    for tag in ("<p>", "<ul><li>", "<blockquote>", "</blockquote>", "<h2>"):
        sentence = sentence.replace(tag, "")
    expected = mark + sentence.format(said)
    for size, box in product(("short", "long"), ("article", "div")):
        years = range(4 if size == "long" else 0)
        before = BODY + [f"{text[:-1]}, as the log of year {year} says." for year in years for text in BODY]
        whole = page(paragraphs(*before) + template.format(html) + paragraphs(SAID, SAID[:-1] + " to give."))
        if box == "div":
            whole = whole.replace("<article>", "<div class='page'>").replace("</article>", "</div>")
        found = lines(worker.clean_html(whole))
        assert [line for line in found if line == expected] == [expected], (size, box)
        between = found[found.index(before[-1]) + 1 : found.index(SAID)]
        assert between in ([expected], [expected, "- Then she went in."]), (size, box)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“no, ‘never’”"),
        ("de-AT", "„no, ‚never‘“"),
        ("fr", "«no, “never”»"),
        ("ja", "「no, 『never』」"),
        ("xx", "“no, ‘never’”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language, said):
    html = f"<html lang='{language}'><body><p>She said <q>no, <q>never</q></q> twice.</p></body></html>"
    assert dom.read_page(html).segments[0].text == f"She said {said} twice."


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("What the keeper saw <a href='#saw'>#</a>", "What the keeper saw"),
        ("<a class='anchor' href='#saw' aria-label='Link'>§</a> What the keeper saw", "What the keeper saw"),
        ("What the keeper saw<a class='headerlink' href='#saw' title='Permalink'>¶</a>", "What the keeper saw"),
        ("What the keeper saw<a class='hash-link' href='#saw'>Link to this heading</a>", "What the keeper saw"),
        ("What the keeper saw ¶", "What the keeper saw"),
        ("What the keeper saw <a href='/e'>[edit]</a>", "What the keeper saw"),
        ("What the keeper saw [<a href='/w?action=edit'>change</a>]", "What the keeper saw"),
        (
            "<span>What the keeper saw</span><span class='mw-editsection'>[<a href='/e'>edit</a>]</span>",
            "What the keeper saw",
        ),
        ("<a class='anchor' href='#saw'>What the keeper saw</a>", "What the keeper saw"),
        ("Lamps in C#", "Lamps in C#"),
        ("Clause <a href='/law'>12</a>", "Clause 12"),
        ("<a href='#saw'>#</a>", "#"),
    ],
)
def test_marks_of_permalinks_leave_a_heading_and_its_words_stay(heading, said):
    found = dom.read_page(f"<h2 id='saw'>{heading}</h2><p>{SAID}</p>").segments
    assert [segment.text for segment in found if segment.tag == "h2"] == ([said] if said != "#" else [])


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        "<div style='display:none'><p>{}</p></div>",
        "<div style='VISIBILITY: hidden'><p>{}</p></div>",
        "<div aria-hidden='true'><p>{}</p></div>",
        "<p class='screen-reader-text'>{}</p>",
        "<p class='d-none'>{}</p>",
        "<template><p>{}</p></template>",
    ],
)
def test_a_block_that_no_browser_shows_goes_and_is_counted(worker, hidden):
    said = "Thank you, your vote has been counted, and the result will be shown here after the election."
    result = worker.clean_html(page(paragraphs(*BODY[:2]) + hidden.format(said) + paragraphs(*BODY[2:])))
    assert lines(result) == BODY
    assert result.document.origin.omitted == 1


@pytest.mark.parametrize(
    "shown",
    [
        "<p hidden='until-found'>{}</p>",
        "<p class='hidden md:block'>{}</p>",
        "<p class='d-none d-lg-block'>{}</p>",
        "<p style='display: block'>{}</p>",
        "<x-card><template shadowrootmode='open'><p>{}</p></template></x-card>",
        "<p aria-hidden='false'>{}</p>",
        "<p class='hidden-gems'>{}</p>",
    ],
)
def test_a_block_that_a_browser_shows_stays(worker, shown):
    result = worker.clean_html(page(paragraphs(*BODY[:2]) + shown.format(SAID) + paragraphs(*BODY[2:])))
    assert [*BODY[:2], SAID, *BODY[2:]] == lines(result)
    assert result.document.origin.omitted == 0


@pytest.mark.parametrize("mark", ["hidden", "style='display:none'", "aria-hidden='true'", "class='hidden'"])
def test_what_holds_the_article_stays_however_it_is_marked(worker, mark):
    html = (
        page(paragraphs(*BODY))
        .replace("<article>", f"<article><div {mark}>")
        .replace("</article>", "</div></article>")
    )
    assert lines(worker.clean_html(html)) == BODY


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (
            "<aside class='footnote brackets' role='doc-footnote'><span class='label'><span>[</span>1<span>]</span>"
            "</span><p>Harbour log, volume 12.</p></aside>",
            ["[1] Harbour log, volume 12."],
        ),
        (f"<aside class='admonition note'><p>{SAID}</p></aside>", [SAID]),
        (f"<aside class='newsletter'><p>{SAID}</p></aside>", []),
        (f"<figure><blockquote><p>{SAID}</p></blockquote></figure>", [SAID]),
        ("<figure><pre>lamp --on</pre></figure>", ["lamp --on"]),
    ],
)
def test_notes_and_figures_of_text_stay(worker, notes, said):
    result = worker.clean_html(page(paragraphs(*BODY[:2]) + notes + paragraphs(*BODY[2:])))
    assert lines(result) == [*BODY[:2], *said, *BODY[2:]]


@pytest.mark.parametrize(
    "inside",
    [
        "<p>" + "a <time>b</time> " * 20_000,
        "<p><ruby>" + "a<rt>b</rt>" * 20_000,
        "<p>" + "<q>a" * 5_000,
        "<p><math>" + "<mi>a</mi>" * 20_000,
        "<h2>" + "<a href='#a'>#</a>" * 20_000 + TITLE,
        "<div style='display:none'>" * 140 + "<p>a</p>" * 500,
        "<p>a " + "<span class='x'>" * 140 + "<time>b</time>" * 5_000,
        "<section id='related'><h2>Related</h2>" * 60 + "<a href='x'>y</a>" * 10_000,
        "<div class='embed'><ul><li>" * 40 + "<a href='x'>yyyy</a>" * 10_000,
        "<table><tr><td>" + "x<br><br>" * 20_000,
        "<table><tr><td>" * 40 + "<p>a</p>" * 500,
    ],
    ids=lambda html: html[:24],
)
def test_a_page_of_one_construct_costs_little_time(inside):
    before = time.process_time()
    assert dom.read_page(page(paragraphs(*BODY) + inside)).segments
    assert time.process_time() - before < 5


ANSWER = "The lamp burns from dusk to dawn, and the keeper lights it by hand."
FOLDED = {
    "accordion": "<div class='accordion-item'><h3>When?</h3><div style='display:none'><p>{}</p></div></div>",
    "faq": "<div class='faq'><div class='question'>When?</div><div class='answer hidden'><p>{}</p></div></div>",
    "collapse": "<h3>When?</h3><div id='collapse-1' hidden><p>{}</p></div>",
    "react": "<div class='FAQ_item'><div class='rah-static' aria-hidden='true'><p>{}</p></div></div>",
}
NOT_FOLDED = {
    "menu": "<div class='menu-accordion'><div style='display:none'><p>{}</p></div></div>",
    "header": "<header class='accordion'><div hidden><p>{}</p></div></header>",
    "modal": "<div class='modal'><div class='accordion'><div hidden><p>{}</p></div></div></div>",
    "cookies": "<div id='cookie-consent'><div class='faq'><div hidden><p>{}</p></div></div></div>",
    "form": "<div class='accordion'><div hidden><p>{}</p><input name='x'></div></div>",
    "links": "<div class='accordion'><div hidden><p><a href='/lamp'>{}</a></p></div></div>",
    "far": "<div class='faq'><div><div><div><div hidden><p>{}</p></div></div></div></div></div>",
    "other": "<div class='tooltip'><div style='display:none'><p>{}</p></div></div>",
}


@pytest.mark.parametrize("folded", FOLDED.values(), ids=FOLDED)
def test_a_part_that_opens_on_a_click_is_the_articles(worker, folded):
    result = worker.clean_html(page(paragraphs(*BODY[:2]) + folded.format(ANSWER) + paragraphs(*BODY[2:])))
    assert ANSWER in result.text
    assert result.document.origin.omitted == 0


@pytest.mark.parametrize("folded", NOT_FOLDED.values(), ids=NOT_FOLDED)
def test_a_hidden_box_of_the_site_goes(worker, folded):
    result = worker.clean_html(page(paragraphs(*BODY[:2]) + folded.format(ANSWER) + paragraphs(*BODY[2:])))
    assert ANSWER not in result.text
