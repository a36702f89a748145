"""A labelled page teaches with all its lines: each is the article's, boilerplate, or unsure."""

from __future__ import annotations

import pytest

from cleaner.core.document import Span
from cleaner.evaluation.gold import LabelledPage
from cleaner.training.examples import WHOLE_PAGE
from cleaner.training.page_texts import as_article

FERRY = "The ferry to the outer islands will run every day from June, the harbour board decided."
FARES = "Fares stay as they are, and nobody knows how the crew of the last boat gets home."
GOLD = f"Ferry to run daily\n{FERRY}\nFares\n{FARES}\nBoard"
PAGE = f"""<html><head><title>Ferry to run daily | Harbour Post</title><script>var share = 1;</script></head><body>
<nav><ul><li>Front page of the harbour news</li><li>Fish</li><li>Board</li></ul></nav>
<p>Ferry to run daily</p><p>By Maja Lew</p><article><h1>Ferry to run daily</h1><p>{FERRY}</p><h2>Fares</h2>
<p>{FARES}</p></article><p>Fares stay as they are, and so does the weather over the whole of the sound today.</p>
<footer><p>Read what the captain said about seals and hats</p></footer></body></html>"""


def page(html: str = PAGE, gold: str = GOLD, name: str = "ferry") -> LabelledPage:
    return LabelledPage(name, "en", "https://quay.example/ferry", html, gold, (), ())


def labels(one: LabelledPage) -> dict[str, str]:
    """Return what becomes of each line of a page: kept, removed or unsure."""
    article = as_article(one)
    assert article is not None
    spans = {(label.start, label.end): "removed" for label in article.remove}
    spans |= {(span.start, span.end): "unsure" for span in article.optional}
    found, at = {}, 0
    for line in article.text.split("\n"):
        if line:
            found[line.removeprefix("* ")] = spans.get((at, at + len(line)), "kept")
        at += len(line) + 1
    return found


def test_each_line_of_a_page_is_labelled_by_the_article():
    assert labels(page()) == {
        "Front page of the harbour news": "unsure",  # among the six lines above the first paragraph
        "Fish": "unsure",
        "Board": "kept",  # a line of the article has the same words
        "Ferry to run daily": "kept",
        "By Maja Lew": "unsure",
        FERRY: "kept",
        "Fares": "kept",
        FARES: "kept",
        "Fares stay as they are, and so does the weather over the whole of the sound today.": "unsure",
        "Read what the captain said about seals and hats": "removed",
    }


def test_lines_far_above_the_article_are_boilerplate_and_short_words_of_it_are_unsure():
    menu = (
        "".join(f"<li>Section {number} of the harbour news</li>" for number in range(9)) + "<li>outer islands</li>"
    )
    found = labels(page(PAGE.replace("<li>Fish</li>", menu)))
    assert [found[f"Section {number} of the harbour news"] for number in (0, 5, 8)] == [
        "removed",
        "removed",
        "unsure",
    ]
    assert found["outer islands"] == "unsure"


def test_the_title_is_unsure_wherever_it_stands():
    assert labels(page(gold=f"{FERRY}\n{FARES}"))["Ferry to run daily"] == "unsure"


def test_a_script_without_spaces_counts_characters():
    gold = "島へのフェリーは六月から毎日運航すると港湾委員会が決めた。運賃はこれまでと変わらないという。最終便の乗組員がどう帰るのかは誰も知らない。"
    html = f"<body><p>{gold}</p><p>あなたにおすすめの記事をもっと見る</p></body>"
    found = labels(page(html, gold))
    assert (found[gold], found["あなたにおすすめの記事をもっと見る"]) == ("kept", "removed")


def test_some_pages_have_bullets_and_blank_lines_as_extractors_write_them():
    texts = [article.text for n in range(24) if (article := as_article(page(name=str(n))))]
    assert {"* Fish" in text for text in texts} == {True, False}
    assert {"\n\n" in text for text in texts} == {True, False}


def test_the_text_names_its_page_and_address():
    article = as_article(page())
    assert article is not None
    assert (article.name, article.url, article.extractor) == ("ferry", "https://quay.example/ferry", WHOLE_PAGE)
    assert {label.kind for label in article.remove} == {"auto"}
    assert all(isinstance(span, Span) for span in article.optional)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(
            page(gold="Nothing of this stands on the page, not even one run of words."), id="another article"
        ),
        pytest.param(page(html="<body></body>"), id="an empty page"),
        pytest.param(
            page(PAGE.replace("<footer>", "".join(f"<p>Seal {n} of the sound</p>" for n in range(500)))),
            id="an index",
        ),
    ],
)
def test_a_page_that_teaches_nothing_is_none(one):
    assert as_article(one) is None
