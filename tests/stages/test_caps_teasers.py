"""Teasers in capitals: other stories' headlines go where several signs agree, sub-headings stay."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

WORKER = cleaner.Cleaner(select=["related/caps-teaser", "related/read-more-line", "advert/advert-label"], budget=1)
OTHER = cleaner.Cleaner(select=["related/read-more-line"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
FERRY = "Two boats lay at the pier. Neither of them sailed."
SEAL = "SEAL STEALS THE HAT OF A TOURIST ON SUNDAY NIGHT"
GOLD = "PAINTER FINDS GOLD UNDER HIS KITCHEN IN OSTERLUND"
# 36 characters and six words: a teaser, but not a sure one
LESSER = "MILL BURNS TO THE GROUND IN AN HOURS"


def article(*teasers: str, goes: bool = True, above: str = "Fares to rise") -> str:
    """An article of four paragraphs with up to three lines between them."""
    pieces = [above, MET]
    for paragraph, teaser in zip(
        (RAIN, FERRY, "The cat slept. It always does."), (*teasers, "", "", ""), strict=False
    ):
        pieces += [f"[-{teaser}-]" if goes else teaser] if teaser else []
        pieces.append(paragraph)
    return "\n".join(pieces)


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(article(SEAL, GOLD), None, id="two sure ones"),
        pytest.param(article(SEAL, goes=False), None, id="one sure one"),
        pytest.param(article(SEAL, LESSER, goes=False), None, id="one sure one and a lesser one"),
        pytest.param(article(SEAL, GOLD, LESSER), None, id="two sure ones and a lesser one"),
        pytest.param(article(SEAL, GOLD, goes=False), SEAL, id="the title in capitals"),
        pytest.param(f"{SEAL}\n{article(GOLD, goes=False)}", "Fares", id="the first line"),
        pytest.param(f"[-READ MORE: MILL BURNS-]\n{article(SEAL)}", "Fares", id="one and a link of four words"),
        pytest.param(
            f"[-READ MORE: MILL-]\n{article(SEAL, goes=False)}", "Fares", id="one and a link of three words"
        ),
        pytest.param(
            f"[-Read more: Mill burns-]\n{article(SEAL, goes=False)}", "Fares", id="one and a link in mixed case"
        ),
        pytest.param(
            f"[-ADVERTISEMENT | ADVERTISEMENT | ADVERTISEMENT | ADVERTISEMENT-]\n{article(SEAL, goes=False)}",
            "Fares",
            id="one and a removal of another family",
        ),
        pytest.param(
            f"[-READ MORE: MILL BURNS-]\n{article(LESSER, goes=False)}", "Fares", id="a lesser one and a link"
        ),
        pytest.param(
            "\n".join(
                [
                    *("Fares", MET, RAIN, f"[-{GOLD}-]", FERRY),
                    *(
                        f"[-{SEAL}-]",
                        "A seal sat. A tourist came.",
                        f"[-{SEAL} AGAIN-]",
                        "The tourist left. A seal stayed.",
                    ),
                ]
            ),
            None,
            id="three, two of which head their paragraphs",
        ),
        pytest.param(
            "\n".join(["Fares", MET, f"[-{SEAL}-]", RAIN, f"[-{GOLD}-]", FERRY]), None, id="three paragraphs"
        ),
        pytest.param("\n".join(["Fares", MET, SEAL, RAIN, GOLD, "Quay"]), None, id="two paragraphs"),
        pytest.param(
            "\n".join(["Fares", MET, *(f"[-{line}-]" for line in (SEAL, GOLD, f"{SEAL} AGAIN")), RAIN, FERRY]),
            None,
            id="as many teasers as paragraphs",
        ),
        pytest.param(
            "\n".join(["Fares", MET, SEAL, GOLD, f"{SEAL} AGAIN", f"{GOLD} AGAIN", RAIN, FERRY]),
            None,
            id="more teasers than paragraphs",
        ),
        pytest.param(f"{article(SEAL, GOLD)}\nTHE VOTE", None, id="one sub-heading in capitals"),
        pytest.param(f"{article(SEAL, GOLD, goes=False)}\nTHE VOTE\nTHE BOATS", None, id="as many sub-headings"),
        pytest.param(f"{article(SEAL, GOLD)}\nVOTE\nBOATS", None, id="single words in capitals"),
        pytest.param(
            "\n".join(
                [
                    "Fares",
                    MET,
                    SEAL,
                    "The seal sat there. A tourist screamed.",
                    GOLD,
                    "The painter ran. His kitchen shook.",
                    RAIN,
                ]
            ),
            None,
            id="two that head their paragraphs",
        ),
        pytest.param(
            "\n".join(
                ["Fares", MET, f"[-{SEAL}-]", "The seal sat there. A tourist screamed.", f"[-{GOLD}-]", FERRY, RAIN]
            ),
            None,
            id="one that heads its paragraph",
        ),
        pytest.param(
            "\n".join(
                ["Fares", MET, SEAL, "A seal sat. A tourist came.", RAIN, GOLD, "A painter ran. His kitchen shook."]
            ),
            None,
            id="two that head their paragraphs of two words each",
        ),
        pytest.param(
            "\n".join(
                [
                    "Fares",
                    MET,
                    f"[-{SEAL}-]",
                    "A seal sat there. It screamed.",
                    f"[-{GOLD}-]",
                    "A painter ran. He shook.",
                    RAIN,
                ]
            ),
            None,
            id="one word of the paragraphs below",
        ),
        pytest.param(
            "\n".join(
                [
                    "Fares",
                    MET,
                    f"[-{SEAL}-]",
                    RAIN,
                    "The seal sat there. A tourist screamed.",
                    f"[-{GOLD}-]",
                    FERRY,
                    "The painter ran. His kitchen shook.",
                ]
            ),
            None,
            id="words of the second paragraph below",
        ),
    ],
)
def test_teasers_in_capitals_go_where_signs_agree(marked, title):
    assert mark(WORKER, marked, title=title) == marked


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        pytest.param(LESSER, True, id="36 characters"),
        pytest.param("MILL BURNS TO THE GROUND IN AN HOUR", False, id="35 characters"),
        pytest.param("MILL BURNS TO THE GROUND ENTIRELY TODAY", True, id="seven words"),
        pytest.param("MILL BURNS TO GROUND ENTIRELY THIS-EVENING", True, id="six words"),
        pytest.param("MILL ENTIRELY BURNS DOWN YESTERDAY-EVENING", False, id="five words"),
        pytest.param(f"{GOLD} ".ljust(170, "M"), True, id="170 characters"),
        pytest.param(f"{GOLD} ".ljust(171, "M"), False, id="171 characters"),
        pytest.param(f"{LESSER}.", False, id="a full stop"),
        pytest.param(f"{LESSER}?", True, id="a question"),
        pytest.param(f"{LESSER}!", True, id="an exclamation"),
    ],
)
def test_a_teaser_beside_sure_ones_has_36_characters_and_six_words(line, goes):
    marked = "\n".join(
        ["Fares", MET, f"[-{SEAL}-]", RAIN, f"[-{GOLD}-]", FERRY, f"[-{line}-]" if goes else line, MET]
    )
    assert mark(WORKER, marked) == marked


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        pytest.param("MILL BURNS TO THE GROUND IN LITTLE MORE THAN", False, id="44 characters"),
        pytest.param("MILL BURNS TO THE GROUND IN LITTLE MORE TIMES", True, id="45 characters"),
        pytest.param("WATERMILL ENTIRELY BURNS TO ASHES IN OSTERLUND", True, id="seven words"),
        pytest.param("WATERMILL ENTIRELY DESTROYED YESTERDAY IN OSTERLUND", False, id="six words"),
        pytest.param(f"{SEAL}?", False, id="a question"),
        pytest.param(f"{SEAL}:", False, id="a colon"),
        pytest.param(f'"{SEAL}"', False, id="a quotation"),
    ],
)
def test_a_sure_teaser_has_45_characters_and_seven_words(line, sure):
    marked = article(line, GOLD, goes=sure)
    assert mark(WORKER, marked) == marked


def test_teasers_stay_where_the_rule_does_not_run():
    text = article(SEAL, GOLD, goes=False)
    assert mark(OTHER, text) == text
