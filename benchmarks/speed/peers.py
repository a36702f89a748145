"""The peers, called as their documentation shows. Each is imported only if it is measured.

All read and write records with msgspec, so that only their own work differs. The exception is `json + ftfy`, the
program that users write.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from speed.subjects import Run

# No downloads while measuring; data-juicer would install packages.
os.environ.update(HF_HUB_OFFLINE="1", PIP_NO_INDEX="1", UV_OFFLINE="1")


def ftfy_alone() -> Run:
    """Run json.loads, ftfy.fix_text with its defaults, json.dumps."""
    import ftfy

    def run(source: str, out: str) -> None:
        with open(source, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as written:
            for line in lines:
                record = json.loads(line)
                record["text"] = ftfy.fix_text(record["text"])
                written.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run


def clean_text() -> Run:
    """Run clean() with its defaults."""
    from cleantext import clean

    return _texts(clean)


def clean_text_unicode() -> Run:
    """Run clean() with all optional steps off, its fastest configuration."""
    from cleantext import clean

    return _texts(
        lambda text: clean(text, fix_unicode=True, to_ascii=False, lower=False, normalize_whitespace=False)
    )


def datatrove_c4() -> Run:
    """Run the filter with its defaults. A dropped document is written with empty text."""
    return _datatrove_c4()


def datatrove_c4_lines() -> Run:
    """Run the filter without its slowest part, the count of sentences."""
    return _datatrove_c4(min_num_sentences=-1)


def _datatrove_c4(**settings: Any) -> Run:
    from datatrove.data import Document
    from datatrove.pipeline.filters.c4_filters import C4QualityFilter

    c4 = C4QualityFilter(**settings)

    def clean(text: str) -> str:
        document = Document(text=text, id="")
        return document.text if c4.filter(document) is True else ""

    return _texts(clean)


def datatrove_ftfy() -> Run:
    """Run the formatter with its defaults."""
    from datatrove.pipeline.formatters import FTFYFormatter

    return _texts(FTFYFormatter().format)


def data_juicer() -> Run:
    """Run both operators on batches of 1,000 records, the default batch size."""
    from data_juicer.ops.mapper.clean_links_mapper import CleanLinksMapper
    from data_juicer.ops.mapper.fix_unicode_mapper import FixUnicodeMapper

    unicode, links = FixUnicodeMapper(), CleanLinksMapper()
    decode, encode = _json()

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            records = [decode(line) for line in lines]
            for at in range(0, len(records), 1000):
                batch = records[at : at + 1000]
                samples = links.process_batched(unicode.process_batched({"text": [item["text"] for item in batch]}))
                for record, text in zip(batch, samples["text"], strict=True):
                    written.write(encode(record | {"text": text}) + b"\n")

    return run


def dolma_c4() -> Run:
    """Run the tagger as dolma's pipeline does, and write its spans."""
    return _dolma("C4Tagger")


def dolma_c4_faster() -> Run:
    """Run the second version of the tagger."""
    return _dolma("FasterC4Tagger")


def _dolma(name: str) -> Run:
    from dolma.core.data_types import Document
    from dolma.taggers import c4

    tagger = getattr(c4, name)()
    decode, encode = _json()

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)
                document = Document(source="", version="", id=str(record.get("id")), text=record["text"])
                spans = [(item.start, item.end, item.type, item.score) for item in tagger.predict(document).spans]
                written.write(encode({"id": record.get("id"), "attributes": spans}) + b"\n")

    return run


def trafilatura_alone() -> Run:
    """Run extract() with its defaults."""
    from trafilatura import extract

    return _pages(lambda html, url: extract(html, url=url) or "")


def trafilatura_fast() -> Run:
    """Run extract() without its fallbacks."""
    from trafilatura import extract

    return _pages(lambda html, url: extract(html, url=url, fast=True) or "")


def trafilatura_then_ftfy() -> Run:
    """Run extract(), then fix_text()."""
    import ftfy
    from trafilatura import extract

    return _pages(lambda html, url: ftfy.fix_text(extract(html, url=url) or ""))


def _json() -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    import msgspec

    return msgspec.json.Decoder().decode, msgspec.json.Encoder().encode


def _texts(clean: Callable[[str], str]) -> Run:
    decode, encode = _json()

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)
                record["text"] = clean(record["text"])
                written.write(encode(record) + b"\n")

    return run


def _pages(extract: Callable[[str, Any], str]) -> Run:
    decode, encode = _json()

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)
                written.write(encode(record | {"text": extract(record.pop("html"), record.get("url"))}) + b"\n")

    return run
