"""List where the line model and the rules disagree: make disagreements [CORPUS=articles.jsonl.gz]

    taken     lines that the model takes and no rule does: candidates for phrases and rules
    doubted   lines that a rule takes and the model calls text of the article: removals to read

For each language the wordings come with the number of articles that have them, most first. Case, white space and
quotes are folded, and a run of digits counts as 0. Without a corpus, the articles are those of fixtures/ and
seeds/.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mine import articles, plain

import cleaner
from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.stages.line_model import FAMILY, text_of

Wording = tuple[str, str, str]  # language, rule, folded line
DOUBTED = 5  # percent; a line as probable as this or less is text of the article to the model


def learned(removal: Removal) -> bool:
    return removal.rule.startswith(f"{FAMILY}/")


def taken(result: cleaner.Result) -> Iterator[tuple[str, str]]:
    """Yield (rule, line) for each line that the model takes."""
    text = result.document.text
    for removal in filter(learned, result.removals):
        line = plain(text[removal.span.start : removal.span.end])
        if line:
            yield removal.rule, line


def doubted(result: cleaner.Result, worker: cleaner.Cleaner) -> Iterator[tuple[str, str]]:
    """Yield (rule, line) for each whole line that a rule takes and the model would not, as the text was found."""
    document = result.document
    gone = {
        bisect_right(document.starts, removal.span.start) - 1: removal.rule
        for removal in result.removals
        if not learned(removal) and not document.text[removal.span.start : removal.span.end].isspace()
    }
    draft = Draft(document)
    cut = draft.without(result.removals, "")
    text = text_of(draft)
    model = worker.matcher("text").scan(document).model
    for at, (index, score) in enumerate(zip(draft.remaining, model.scores(text), strict=True)):
        is_doubted = score is None or score.percent <= DOUBTED
        if index in gone and cut.is_gone(index) and is_doubted and not text.is_title(at):
            yield gone[index], plain(text.lines[at])


def count(records: Iterator[dict[str, Any]], what: str) -> Counter[Wording]:
    """Return in how many articles the model and the rules disagree about each wording."""
    worker, found = cleaner.Cleaner(), Counter[Wording]()
    for record in records:
        language, url = record.get("lang") or "?", record.get("url")
        result = worker.clean(
            record["text"],
            title=record.get("title"),
            url=url if isinstance(url, str) else None,
            language=None if language == "?" else language,
        )
        here = taken(result) if what == "taken" else doubted(result, worker)
        found.update({(language, *one) for one in here})
    return found


def tables(found: Counter[Wording], least: int, top: int) -> Iterator[str]:
    """Yield one table a language, wordings in `least` articles or more, at most `top` of them."""
    languages = Counter[str]()
    for (language, _, _), number in found.items():
        languages[language] += number
    for language, _ in sorted(languages.items(), key=lambda item: (-item[1], item[0])):
        rows = sorted((-n, line, rule) for (own, rule, line), n in found.items() if own == language and n >= least)
        if rows:
            yield f"\n== {language} ({min(len(rows), top)} of {len(rows)})\narticles  rule  line"
            yield from (f"{-n:8}  {rule}  {line[:160]}" for n, line, rule in rows[:top])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="*", type=Path, help="JSON Lines: lang, site, title, text")
    parser.add_argument("--what", choices=("taken", "doubted"), default="taken")
    parser.add_argument(
        "--least", type=int, default=2, metavar="N", help="articles that have a wording (default: 2)"
    )
    parser.add_argument("--top", type=int, default=50, metavar="N", help="wordings of a language (default: 50)")
    options = parser.parse_args()
    corpora = options.corpus or [None]
    records = (record for corpus in corpora for record in articles(corpus))
    print("\n".join(tables(count(records, options.what), options.least, options.top)))


if __name__ == "__main__":
    main()
