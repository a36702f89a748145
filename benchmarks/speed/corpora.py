"""The corpora that are measured, each a file of JSON Lines: the project's own texts, or a file of articles."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from speed import pages, texts

_SEED = 5
_WARM = 3  # documents of each language, before anything is timed
_LEAST = 2_000  # bytes of text that tell anything about a language
_MOST = 1_000_000  # bytes made of our own texts in one
_ENOUGH = 100_000  # bytes to measure on: a language with less has its articles again


class Corpus(NamedTuple):
    """A file of articles or pages, in random order, so that any lines in a row are a fair sample of it."""

    name: str
    path: Path
    sizes: tuple[int, ...]  # bytes of text or HTML of each line
    warm: Path  # the first documents of each language, and of the whole

    @property
    def is_html(self) -> bool:
        """Whether its documents are pages."""
        return self.name == "html"

    def sample(self, count: int, turn: int = 0) -> tuple[Path, int]:
        """A file of `count` of its documents, others each turn as long as there are others, and their size."""
        if count >= len(self.sizes):
            return self.path, sum(self.sizes)
        first = turn * count % len(self.sizes)
        chosen = [*range(first, min(first + count, len(self.sizes))), *range(first + count - len(self.sizes))]
        path = self.path.with_name(f"{self.path.stem}-{count}-{first}.jsonl")
        if not path.exists():
            wanted = set(chosen)
            with open(self.path, "rb") as file, open(path, "wb") as out:
                out.writelines(line for number, line in enumerate(file) if number in wanted)
        return path, sum(self.sizes[number] for number in chosen)


def make(
    folder: Path, names: Iterable[str], source: Path | None, html: Path | None, megabytes: float
) -> list[Corpus]:
    """The corpora of these names, written to `folder`: at most so many megabytes of text each."""
    records = _shuffled(source) if source else None
    most = int(megabytes * 1e6)
    made = []
    for name in names:
        if name == "languages":
            made += _languages(folder, records, most // 10)
        else:
            made.append(_write(folder, name, _records(name, records, html), most))
    return made


def articles(source: Path | None, name: str = "mixed") -> Iterator[dict[str, Any]]:
    """Articles of a corpus one after the other: without end where they are made of the project's own texts."""
    return iter(_records(name, _shuffled(source) if source else None, None))


def _records(name: str, records: list[dict[str, Any]] | None, html: Path | None) -> Iterable[dict[str, Any]]:
    source = random.Random(_SEED)
    if name == "html":
        return _shuffled(html) if html else pages.pages(source)
    if name == "english":
        return _of(records, texts.ENGLISH) if records else texts.english(source)
    mixed = records if records else texts.mixed(source)
    return mixed if name == "mixed" else _mojibake(mixed, source)


def _languages(folder: Path, records: list[dict[str, Any]] | None, most: int) -> list[Corpus]:
    """A corpus for each language, not larger than what there is of it, but large enough to be measured."""
    source, made = random.Random(_SEED), []
    if records is None:
        for code, pool in sorted(texts.pools().items()):
            made.append(_write(folder, f"language {code}", texts.articles(pool, code, source), min(most, _MOST)))
        return made
    for code in sorted({str(record["lang"]) for record in records if record.get("lang")}):
        found = _of(records, code)
        size = sum(len(record["text"].encode("utf-8", "surrogatepass")) for record in found)
        if size >= _LEAST:
            limit = min(max(size, _ENOUGH), most)
            made.append(_write(folder, f"language {code}", itertools.cycle(found), limit))
    return made


def _of(records: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    return [record for record in records if record.get("lang") == code]


def _mojibake(records: Iterable[dict[str, Any]], source: random.Random) -> Iterator[dict[str, Any]]:
    for record in records:
        text = texts.curly(record["text"])
        if not text.isascii():
            yield record | {"text": texts.misread(text, source)}


def _shuffled(path: Path) -> list[dict[str, Any]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file if line.strip()]
    random.Random(_SEED).shuffle(records)
    return records


def _write(folder: Path, name: str, records: Iterable[dict[str, Any]], most: int) -> Corpus:
    path, sizes, total = folder / f"{name.replace(' ', '-')}.jsonl", [], 0
    seen: dict[object, int] = {}
    warm = path.with_name(f"{path.stem}-warm.jsonl")
    with open(path, "wb") as out, open(warm, "wb") as warming:
        for record in records:
            kept = {key: record[key] for key in ("id", "lang", "title", "url", "text", "html") if record.get(key)}
            content = kept.get("text") or kept.get("html")
            if not content:
                continue
            size = len(content.encode("utf-8", "surrogatepass"))
            if total and total + size > most:
                break
            line = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            out.write(line)
            seen[kept.get("lang")] = seen.get(kept.get("lang"), 0) + 1
            if seen[kept.get("lang")] <= _WARM:
                warming.write(line)
            sizes.append(size)
            total += size
    return Corpus(name, path, tuple(sizes), warm)
