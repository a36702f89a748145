"""Check that no paragraph of an article's page is lost without a word: python benchmarks/page_coverage.py [FILES]

The article's container is the smallest element that holds nine tenths of the labelled words that a page shows. A
block of it with eight words or more must be in the text that intake extracts. What the rules then remove of that
text is in the ledger. Hidden elements are no blocks. With --worst it prints the blocks that are nowhere.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cleaner import Cleaner
from cleaner.core.errors import InputError
from cleaner.evaluation.gold import LabelledPage, read_gold
from cleaner.intake.page import dom
from cleaner.intake.page.dom import Segment

ROOT = Path(__file__).parents[1]
_WORD = re.compile(r"\w+")
_RUN = 4  # words
_HELD = 0.9  # share of the labelled words that the container holds
_IN_TEXT = 0.9  # share of the words of a block that the text must hold
_FEWEST_WORDS = 8  # of a paragraph-like block
_LINKED = 0.5
_TAGS = frozenset(("p", "li", "blockquote", "dd", "dt", "pre", "div", "td", "section", "article"))


@dataclass
class Coverage:
    """The blocks of the article's container of one page, and those that are nowhere."""

    name: str
    blocks: int = 0
    labelled: int = 0
    lost: list[tuple[bool, Segment]] = field(default_factory=list)

    @property
    def lost_of_article(self) -> int:
        """The number of lost blocks whose words are labelled as the article's."""
        return sum(1 for labelled, _ in self.lost if labelled)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    gold = ROOT.parent / "shared" / "gold"
    parser.add_argument("files", nargs="*", type=Path, help="labelled pages (default: those in ../shared/gold)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show what the worst N pages lose")
    parser.add_argument("--most", type=float, default=0.03, metavar="SHARE", help="fail above this share lost")
    options = parser.parse_args()
    files = options.files or [gold / "pages.jsonl.gz", gold / "pages-2.jsonl.gz"]
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        print(f"page coverage: NOT MEASURED, missing: {', '.join(missing)}")
        return 0
    warnings.simplefilter("ignore")
    cleaner = Cleaner()
    pages = [page for page in read_gold(list(map(str, files))) if isinstance(page, LabelledPage)]
    found = [coverage for page in pages if (coverage := measure(page, cleaner)) is not None]
    blocks, lost = sum(page.blocks for page in found), sum(len(page.lost) for page in found)
    in_articles, lost_labelled = sum(page.labelled for page in found), sum(page.lost_of_article for page in found)
    for page in sorted(found, key=lambda page: (-page.lost_of_article, -len(page.lost)))[: options.worst]:
        labelled = f"{page.lost_of_article} of {page.labelled} labelled"
        print(f"{page.name}: lost {labelled}, {len(page.lost)} of {page.blocks}")
        for is_labelled, segment in page.lost:
            print(f"  {'+' if is_labelled else ' '} <{segment.tag}> {segment.text[:150]}")
    print(
        f"page coverage: {len(found)} pages, {blocks} blocks, {lost} lost ({lost / max(1, blocks):.2%}); "
        f"of {in_articles} blocks of the articles {lost_labelled} ({lost_labelled / max(1, in_articles):.2%})"
    )
    return 1 if lost_labelled > options.most * in_articles else 0


def measure(page: LabelledPage, cleaner: Cleaner) -> Coverage | None:
    """Return the coverage of one page, or None if nothing is labelled or extracted."""
    parsed = dom.read_page(page.html)
    gold = set(_runs(page.gold))
    if parsed is None or not gold:
        return None
    try:
        # The document's text is what intake kept; what a rule removes of it is in the ledger.
        said = set(_runs(cleaner.clean_html(page.html, url=page.url).document.text))
    except InputError:
        said = set()
    coverage = Coverage(page.name)
    inside = _container(parsed.segments, gold)
    for segment in parsed.segments:
        runs = list(_runs(segment.text))
        if len(runs) < _FEWEST_WORDS - _RUN + 1 or segment.tag not in _TAGS or segment.links > _LINKED:
            continue
        if not any(around is inside for around in _around(segment.element)):
            continue
        is_labelled = sum(run in gold for run in runs) >= _IN_TEXT * len(runs)
        coverage.blocks += 1
        coverage.labelled += is_labelled
        if sum(run in said for run in runs) < _IN_TEXT * len(runs):
            coverage.lost.append((is_labelled, segment))
    return coverage


def _container(segments: list[Segment], gold: set[tuple[str, ...]]) -> object:
    held: dict[object, int] = {}
    total = 0
    for segment in segments:
        count = sum(run in gold for run in _runs(segment.text))
        total += count
        if count:
            for around in _around(segment.element):
                held[around] = held.get(around, 0) + count
    enough = [element for element, count in held.items() if count >= _HELD * total]
    return min(enough, key=lambda element: len(list(element.iter())), default=None)  # type: ignore[attr-defined]


def _around(element: object) -> Iterator[object]:
    while element is not None:
        yield element
        element = element.getparent()  # type: ignore[attr-defined]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text)
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


if __name__ == "__main__":
    sys.exit(main())
