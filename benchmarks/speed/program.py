"""cleaner as a library, and as a command in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import tee
from typing import Any

from speed.subjects import Run


def library() -> Run:
    """Run Cleaner.clean_many on the texts."""
    return _library(ledger=False)


def with_ledger() -> Run:
    """Run Cleaner.clean_many on the texts and write their ledgers."""
    return _library(ledger=True)


def _library(*, ledger: bool) -> Run:
    import msgspec

    import cleaner
    from cleaner.report.ledger import dumps
    from cleaner.report.ledger import ledger as make_entry

    worker = cleaner.Cleaner()
    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written, open(f"{out}.ledger", "wb") as entries:
            records, read = tee(map(decode, lines))
            results = worker.clean_many(map(_article, read))
            for record, result in zip(records, results, strict=True):
                assert isinstance(result, cleaner.Result)
                record["text"] = result.text
                written.write(encode(record) + b"\n")
                if ledger:
                    entry = make_entry(result, rules_digest=worker.rules_digest("text"), id=record.get("id"))
                    entries.write(dumps(entry))

    return run


def pages() -> Run:
    """Run Cleaner.clean_html on each page."""
    return _pages(lambda html, url: _worker().clean_html(html, url=url).text)


def extraction() -> Run:
    """Run only the extraction: parsing, finding the article, its evidence."""
    from cleaner.intake.page.extract import extract

    return _pages(lambda html, url: getattr(extract(html, url), "text", ""))


class _AfterExtraction:
    """clean_html with extraction results from `prepare`."""

    def __init__(self) -> None:
        from cleaner.intake.page import extract

        module: Any = extract

        self._extract = module.extract
        self._found: dict[str, Any] = {}
        module.extract = lambda html, *_, **__: self._found[html]
        self._run = pages()

    def prepare(self, source: str) -> None:
        with open(source, "rb") as lines:
            for record in map(json.loads, lines):
                if record["html"] not in self._found:
                    self._found[record["html"]] = self._extract(record["html"], record.get("url"))

    def __call__(self, source: str, out: str) -> None:
        self._run(source, out)


def after_extraction() -> Run:
    """Run clean_html without the time of the extraction."""
    return _AfterExtraction()


def _pages(text_of: Any) -> Run:
    import msgspec

    from cleaner.core.errors import InputError

    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)
                try:
                    text = text_of(record.pop("html"), record.get("url"))
                except InputError:  # a page without an article
                    text = ""
                written.write(encode(record | {"text": text}) + b"\n")

    return run


def _worker() -> Any:
    from cleaner.api import _default

    return _default()


def _article(record: dict[str, Any]) -> dict[str, Any]:
    """Return the article of a record as `clean_many` takes it."""
    known = {"title": record.get("title"), "url": record.get("url"), "language": record.get("lang")}
    return {"text": record["text"]} | known


def command() -> Run:
    """Run cleaner clean -j 1."""
    return _command(1, report=False)


def command_report() -> Run:
    """Run cleaner clean -j 1 with a ledger."""
    return _command(1, report=True)


def command_two() -> Run:
    """Run cleaner clean -j 2."""
    return _command(2, report=False)


def command_two_report() -> Run:
    """Run cleaner clean -j 2 with a ledger."""
    return _command(2, report=True)


def _command(jobs: int, *, report: bool) -> Run:
    def run(source: str, out: str) -> None:
        clean = [sys.executable, "-m", "cleaner", "clean", source, "--isolated", "-q", "-o", f"{out}.clean.jsonl"]
        clean += ["-j", str(jobs), *(["--report", f"{out}.report.jsonl"] if report else [])]
        done = subprocess.run(clean, capture_output=True, check=False)
        if done.returncode not in (0, 3):  # 3: a page without an article is written unchanged
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))

    return run
