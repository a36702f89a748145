"""Find repeated text in a corpus, as candidates for rules: make mine [CORPUS=articles.jsonl.gz]

Counts the different articles and the sites that contain each of these:

    lines      whole lines
    prefixes   starts of lines: the part up to : | » – — >, and the first two to four words
    suffixes   ends of lines: the last sentence, and the last two to four words
    headings   short lines above two or more lines that look like headlines

Case, white space and quotes are folded; a run of digits counts as 0. In scripts without spaces, prefixes and
suffixes have four to ten characters. Prefixes and suffixes that a longer one explains, or that only one line has,
are omitted; --open and --position keep those unlike prose. Shares count occurrences in the first tenth of the
lines, in the last fifth, and on lines without a final full stop. Without a corpus, the articles are those of
fixtures/ and seeds/.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import cleaner
from cleaner.core.folding import fold
from cleaner.evaluation.gold import LabelledArticle, read_gold

ROOT = Path(__file__).parents[1]
OWN = [str(ROOT / "fixtures"), str(ROOT / "seeds")]
ENDS = ("prefixes", "suffixes")
KINDS = ("lines", *ENDS, "headings")
COLUMNS = "articles sites  first  last  open  text  ⟵  example"
BUCKETS = 1 << 24
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # Thai … Han
LEAD_IN = re.compile(r".{0,59}?[^\d\s]\s?[:|»–—>]")
LAST_SENTENCE = re.compile(r".*(?:[.!?…؟۔।॥][\"')\]»]*\s|[。！？][」』]?)(?=\S)(.+)")
ENDED = re.compile(r"[.!?…。！？؟۔।॥][\"')\]»」』】\s]*\Z")
Key = tuple[str, str, str]  # the group of articles, the kind, the text


@dataclass(slots=True)
class Found:
    """The occurrences of one key, summed over the articles."""

    example: str
    articles: int = 0
    occurrences: int = 0
    first: int = 0  # occurrences in the first tenth of the lines
    last: int = 0  # in the last fifth
    open: int = 0  # on lines without a final full stop
    sites: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)  # at most two, which show that the lines vary


def plain(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(fold(line).lower().split()))


def is_open(line: str) -> bool:
    return not ENDED.search(line[-10:])


def ends(line: str, kind: str) -> set[str]:
    """Return the prefixes or the suffixes of a line."""
    unspaced = 3 * len(UNSPACED.findall(line[:200])) > len(line[:200])
    first, part = kind == "prefixes", line[:200] if kind == "prefixes" else line[-200:]
    marked = LEAD_IN.match(part) if first else LAST_SENTENCE.match(part)
    units, glue = (list(part), "") if unspaced else (part.split(" "), " ")
    lengths = range(4, min(11, len(units))) if unspaced else range(2, min(5, len(units)))
    found = [glue.join(units[:n] if first else units[-n:]) for n in lengths]
    return {*found, marked[not first]} if marked else {*found}


def pieces(lines: list[str], kinds: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the pieces of an article that may repeat: index of the line, kind, text."""
    shortest = [8 if UNSPACED.search(line) else 20 for line in lines]
    teasers = [least <= len(line) <= 160 and is_open(line) for line, least in zip(lines, shortest)]
    teasers += [False, False]
    for at, line in enumerate(lines):
        if "lines" in kinds and len(line) <= 500:
            yield at, "lines", line
        for kind in ENDS:
            if kind in kinds:
                yield from ((at, kind, text) for text in ends(line, kind))
        if "headings" in kinds and len(line) <= 60 and is_open(line) and teasers[at + 1] and teasers[at + 2]:
            yield at, "headings", line


def articles(corpus: Path | None) -> Iterator[dict[str, Any]]:
    """Return the records of a corpus, or the project's own articles as records."""
    if corpus is None:
        for one in read_gold(OWN):
            if isinstance(one, LabelledArticle):
                yield {"lang": one.language, "title": one.title, "url": one.url, "text": one.text}
        return
    with (gzip.open if corpus.suffix == ".gz" else open)(corpus, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def select(options: argparse.Namespace, spool: IO[str]) -> int:
    """Write the selected articles to `spool` as group, site, lines and folded lines; return their number.

    Exact copies are skipped.
    """
    worker, seen = cleaner.Cleaner(), set()
    for record in articles(options.corpus):
        text, language = record["text"], record.get("lang") or "?"
        site = record.get("site") or urlsplit(record.get("url") or "").netloc or "?"
        selected = language in (options.language or [language]) and site in (options.site or [site])
        if not selected or hash(text) in seen:
            continue
        seen.add(hash(text))
        if options.left:
            text = worker.clean(text, title=record.get("title"), language=record.get("lang")).text
        group = {"all": "all", "language": language, "site": f"{language} {site}"}[options.by]
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        spool.write(json.dumps([group, site, lines, [*map(plain, lines)]]) + "\n")
    return len(seen)


def mine(spool: IO[str], kinds: Collection[str], minimum: int) -> dict[Key, Found]:
    """Return the pieces found in at least `minimum` articles.

    The first pass counts in a table of fixed size. The second keeps only pieces that can reach the minimum.
    """
    buckets = bytearray(BUCKETS)
    spool.seek(0)
    for group, _, _, folded in map(json.loads, spool):
        for bucket in {hash((group, *key)) % BUCKETS for _, *key in pieces(folded, kinds)}:
            buckets[bucket] = min(buckets[bucket] + 1, 255)
    found: dict[Key, Found] = {}
    spool.seek(0)
    for group, site, lines, folded in map(json.loads, spool):
        here = set()
        for at, kind, text in pieces(folded, kinds):
            key = (group, kind, text)
            if buckets[hash(key) % BUCKETS] < min(minimum, 255):
                continue
            entry = found.get(key) or found.setdefault(key, Found(example(lines, at, kind)))
            here.add(key)
            entry.occurrences += 1
            entry.first += at < max(1, len(lines) / 10)
            entry.last += at >= len(lines) * 0.8
            entry.open += is_open(folded[at])
            if len(entry.lines) < 2:
                entry.lines.add(folded[at])
        for key in here:
            found[key].articles += 1
            found[key].sites.add(site)
    return {key: entry for key, entry in found.items() if entry.articles >= minimum}


def example(lines: list[str], at: int, kind: str) -> str:
    if kind in ENDS:
        return lines[at][:110] if kind == "prefixes" else lines[at][-110:]
    return " ¶ ".join(line[:60] for line in lines[max(0, at - (kind == "lines")) : at + 3])


def explained(found: dict[Key, Found]) -> set[Key]:
    """Return the prefixes and suffixes that a longer one, or a single line, explains."""
    longer = Counter[Key]()
    for (group, kind, text), entry in found.items():
        for cut in range(1, len(text)) if kind in ENDS else ():
            part = group, kind, (text[:-cut] if kind == "prefixes" else text[cut:]).strip()
            if part in found and part[2] != text:
                longer[part] = max(longer[part], entry.articles)
    ends = ((key, entry) for key, entry in found.items() if key[1] in ENDS)
    return {key for key, entry in ends if len(entry.lines) == 1 or longer[key] >= 0.9 * entry.articles}


def tables(found: dict[Key, Found], options: argparse.Namespace) -> Iterator[str]:
    rows: defaultdict[tuple[str, int], list[tuple[int, int, str, str]]] = defaultdict(list)
    gone = explained(found)
    for key, entry in found.items():
        group, kind, text = key
        first, last, open_ = (count / entry.occurrences for count in (entry.first, entry.last, entry.open))
        limits = [(open_, options.open), (max(first, last), options.position)]
        passed = [share >= limit for share, limit in limits if limit] or [True]
        sites = len(entry.sites)
        row = f"{entry.articles:8} {sites:5} {first:6.0%} {last:5.0%} {open_:5.0%}  {text}  ⟵  {entry.example}"
        if key not in gone and (kind not in ENDS or any(passed)):
            rows[group, KINDS.index(kind)].append((-sites * (options.order == "sites"), -entry.articles, text, row))
    for (group, place), ranked in sorted(rows.items()):
        yield f"\n== {group}: {KINDS[place]} ({min(len(ranked), options.top)} of {len(ranked)})\n{COLUMNS}"
        yield from (columns[-1] for columns in sorted(ranked)[: options.top])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, help="JSON Lines: lang, site, title, text")
    parser.add_argument("--language", action="append", help="only articles in this language; may be repeated")
    parser.add_argument("--site", action="append", help="only articles of this site; may be repeated")
    parser.add_argument("--by", choices=("all", "language", "site"), default="language", help="one table for each")
    parser.add_argument("--what", choices=(*KINDS, "all"), default="all")
    parser.add_argument("--minimum", type=int, default=3, help="fewest articles with a piece")
    parser.add_argument("--top", type=int, default=50, help="rows of each table")
    parser.add_argument("--order", choices=("articles", "sites"), default="articles", help="sort key")
    parser.add_argument(
        "--open", type=float, metavar="SHARE", help="least share on lines without a final full stop"
    )
    parser.add_argument("--position", type=float, metavar="SHARE", help="… or in the first tenth or last fifth")
    parser.add_argument("--left", action="store_true", help="clean the articles first")
    options = parser.parse_args()
    if options.corpus and not options.corpus.exists():
        parser.error(f"{options.corpus} does not exist; name a .jsonl or .jsonl.gz file of articles")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        print(select(options, spool), "different articles" + (", cleaned" if options.left else ""))
        found = mine(spool, KINDS if options.what == "all" else (options.what,), options.minimum)
    print(*tables(found, options), sep="\n")


if __name__ == "__main__":
    main()
