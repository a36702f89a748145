"""The article printed twice: the second printing goes, and fewer paragraphs that come back stay."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

WORKER = cleaner.Cleaner(select=["headline/article-twice"], budget=1)

# paragraphs of two sentences and more than 80 characters
A = "The harbour council met on Monday evening in the hall above the fish market. Everybody came who could."
B = "Captain Lew read out what a crossing costs, and what it will cost in the spring. Nobody liked to hear it."
C = "Two boats lay at the pier in the meantime, and neither of them sailed. Their crews had gone to the meeting."
D = "It rained before midnight, and it rained after midnight. The council had not come to an end by then."
E = "On Tuesday the boats sailed as they always do. The fare was the old one, for nobody had told the crews."
ONCE = f"Fares to rise\n{A}\n{B}\n{C}"


def gone(*lines: str) -> str:
    return "\n".join(f"[-{line}-]" for line in lines)


def new(count: int) -> str:
    """Lines that stand nowhere else."""
    return "\n".join(f"Line {number} of the captain's log" for number in range(count))


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"{ONCE}\n{gone('Fares to rise', A, B, C)}\n{D}", id="with its headline"),
        pytest.param(f"{A}\n{B}\n{C}\n{gone(A, B, C)}", id="three paragraphs"),
        pytest.param(f"{A}\n{B}\n{D}\n{A}\n{B}\n{E}", id="two paragraphs"),
        pytest.param(f"{A}\n{B}\n{C}\n{gone(A, B)}\n{new(3)}\n{gone(C)}", id="three new lines within"),
        pytest.param(f"{A}\n{B}\n{C}\n{A}\n{B}\n{new(4)}\n{C}", id="four new lines within"),
        pytest.param(f"{A}\n{B}\n{new(3)}\n{C}\n{gone(A, B, C)}", id="three lines left out"),
        pytest.param(f"{A}\n{B}\n{new(4)}\n{C}\n{A}\n{B}\n{C}", id="four lines left out"),
        pytest.param(f"{A}\n{B}\n{C}\n{C}\n{B}\n{A}", id="in another order"),
        pytest.param(
            f"{A}\n{B}\n{C}\n{D}\n{gone(A, B, C)}\n{E}", id="two printings and a new paragraph behind them"
        ),
        pytest.param(
            f"{A}\n{B}\n{D}\nIt rained.\nIt rained.\n{A}\n{B}\n{E}",
            id="two paragraphs and a short line that comes back",
        ),
        pytest.param(
            f"{A}\n{B}\n{D}\nFares rise\n{E}\n{gone(A, B, D, 'Fares rise')}", id="a short line within goes, too"
        ),
        pytest.param(f"{A}\n{B}\n{C}\n{A}\n{B}\n{C}\n{A}\n{B}\n{C}", id="three printings, a refrain"),
        pytest.param(f"{A}\n{B}\n{C}\n{A}\n{B}\n{D}\n{D}", id="two paragraphs and one said twice behind them"),
        pytest.param(
            f"{ONCE}\n{gone('Fares to rise', A, B, C)}\nFares to rise\n{D}",
            id="a first line that comes back once more",
        ),
        pytest.param(
            f"{A}\n{B}\n{C}\nIt rained.\n{gone(A, B, C, 'It rained.')}\nIt rained.\n{D}",
            id="a last line that comes back once more",
        ),
        pytest.param(f"{A}\n{B}\n{A}\n{B}\n{A}", id="what comes back within itself"),
    ],
)
def test_the_second_of_two_printings_goes(marked):
    assert mark(WORKER, marked) == marked


@pytest.mark.parametrize(("size", "goes"), [(80, True), (79, False)])
def test_a_paragraph_of_80_characters_shows_that_it_is_a_printing(size, goes):
    last = f"{'Nobody came. It rained'.ljust(size, 's')}."  # its full stop does not count
    marked = f"{A}\n{B}\n{last}\n{D}\n" + (gone(A, B, last) if goes else f"{A}\n{B}\n{last}")
    assert mark(WORKER, marked) == marked


def test_a_long_line_that_is_no_paragraph_does_not_show_it():
    last = (
        "What the harbour council of Quay has to say about the fares of the ferry and the price of fish this year"
    )
    text = f"{A}\n{B}\n{last}\n{D}\n{A}\n{B}\n{last}"
    assert mark(WORKER, text) == text


def test_a_paragraph_said_three_times_does_not_show_it():
    text = f"{A}\n{B}\n{C}\n{D}\n{A}\n{B}\n{C}\n{E}\n{C}"
    assert mark(WORKER, text) == text


def test_a_line_that_stands_in_the_first_printing_twice_goes_with_the_copy_that_goes_on():
    marked = f"{A}\n{B}\nIt rained.\n{new(5)}\n{C}\nIt rained.\n{D}\n{E}\n{gone(C, 'It rained.', D, E)}"
    assert mark(WORKER, marked) == marked


MANY = [
    f"Boat {number} sailed at noon, with nine passengers and a goat aboard. It came back at dusk without them."
    for number in range(9)
]


def test_what_is_printed_three_times_goes_twice_if_no_refrain_is_as_long():
    marked = "\n".join((*MANY, gone(*MANY), gone(*MANY)))
    assert mark(WORKER, marked) == marked


def test_seven_paragraphs_that_come_three_times_may_be_a_refrain():
    text = "\n".join(MANY[:7] * 3)
    assert mark(WORKER, text) == text
