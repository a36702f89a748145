"""The corpora of the benchmark as JSON Lines, made of the project's own texts or of a file of articles."""

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
_WARM = 3  # documents of each language for warm-up
_MIN_LANGUAGE = 2_000  # bytes of text below which a language is skipped
_MAX_OWN = 1_000_000  # bytes of a language made of the project's own texts
_MIN_MEASURED = 100_000  # bytes; a smaller language repeats its articles


class Corpus(NamedTuple):
    """A file of articles or pages in random order. Any consecutive lines are a random sample."""

    name: str
    path: Path
    sizes: tuple[int, ...]  # bytes of text or HTML of each line
    warm: Path  # the first documents of each language

    @property
    def is_html(self) -> bool:
        """Whether the documents are pages."""
        return self.name == "html"

    def sample(self, count: int, turn: int = 0) -> tuple[Path, int]:
        """Return a file of `count` documents and its size in bytes. Each turn takes the next documents."""
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
    """Write the named corpora to `folder`, each with at most `megabytes` of text, and return them."""
    records = _shuffled(source) if source else None
    max_bytes = int(megabytes * 1e6)
    made = []
    for name in names:
        if name == "languages":
            made += _languages(folder, records, max_bytes // 10)
        else:
            made.append(_write(folder, name, _records(name, records, html), max_bytes))
    return made


def articles(source: Path | None, name: str = "mixed") -> Iterator[dict[str, Any]]:
    """Iterate over the articles of a corpus, endlessly if they are made of the project's own texts."""
    return iter(_records(name, _shuffled(source) if source else None, None))


def _records(name: str, records: list[dict[str, Any]] | None, html: Path | None) -> Iterable[dict[str, Any]]:
    source = random.Random(_SEED)
    if name == "html":
        return _shuffled(html) if html else pages.pages(source)
    if name == "english":
        return _in_language(records, texts.ENGLISH) if records else texts.english(source)
    mixed = records if records else texts.mixed(source)
    return mixed if name == "mixed" else _mojibake(mixed, source)


def _languages(folder: Path, records: list[dict[str, Any]] | None, max_bytes: int) -> list[Corpus]:
    """Return a corpus for each language, repeated up to 100 kB if it is smaller."""
    source, made = random.Random(_SEED), []
    if records is None:
        for code, pool in sorted(texts.pools().items()):
            made.append(
                _write(folder, f"language {code}", texts.articles(pool, code, source), min(max_bytes, _MAX_OWN))
            )
        return made
    for code in sorted({str(record["lang"]) for record in records if record.get("lang")}):
        found = _in_language(records, code)
        size = sum(len(record["text"].encode("utf-8", "surrogatepass")) for record in found)
        if size >= _MIN_LANGUAGE:
            limit = min(max(size, _MIN_MEASURED), max_bytes)
            made.append(_write(folder, f"language {code}", itertools.cycle(found), limit))
    return made


def _in_language(records: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
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


def _write(folder: Path, name: str, records: Iterable[dict[str, Any]], max_bytes: int) -> Corpus:
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
            if total and total + size > max_bytes:
                break
            line = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            out.write(line)
            seen[kept.get("lang")] = seen.get(kept.get("lang"), 0) + 1
            if seen[kept.get("lang")] <= _WARM:
                warming.write(line)
            sizes.append(size)
            total += size
    return Corpus(name, path, tuple(sizes), warm)
