"""What users would run instead. Each is imported only where it is measured, and does what its documentation shows.

All read and write records with msgspec, the fastest there is here, so that nothing but their own work tells
them apart; only `json + ftfy` is the program that users write.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from speed.subjects import Run

# nothing is downloaded while measuring: not data, and not packages, which data-juicer would install by itself
os.environ.update(HF_HUB_OFFLINE="1", PIP_NO_INDEX="1", UV_OFFLINE="1")


def ftfy_alone() -> Run:
    """json.loads, ftfy.fix_text as it comes, json.dumps."""
    import ftfy

    def run(source: str, out: str) -> None:
        with open(source, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as written:
            for line in lines:
                record = json.loads(line)
                record["text"] = ftfy.fix_text(record["text"])
                written.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run


def clean_text() -> Run:
    """clean() with its defaults, but for the line breaks it keeps anyway."""
    from cleantext import clean

    return _texts(clean)


def clean_text_unicode() -> Run:
    """clean() with all that can be off turned off: its fastest."""
    from cleantext import clean

    return _texts(
        lambda text: clean(text, fix_unicode=True, to_ascii=False, lower=False, normalize_whitespace=False)
    )


def datatrove_c4() -> Run:
    """The filter with its defaults; a document it drops is written empty."""
    return _datatrove_c4()


def datatrove_c4_lines() -> Run:
    """The filter without its slowest part, the count of sentences."""
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
    """The formatter with its defaults."""
    from datatrove.pipeline.formatters import FTFYFormatter

    return _texts(FTFYFormatter().format)


def data_juicer() -> Run:
    """Both operators on batches of 1,000 records, the size its own runs take."""
    from data_juicer.ops.mapper.clean_links_mapper import CleanLinksMapper
    from data_juicer.ops.mapper.fix_unicode_mapper import FixUnicodeMapper

    unicode, links = FixUnicodeMapper(), CleanLinksMapper()
    decode, encode = _json()

    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            records = [decode(line) for line in lines]
            for at in range(0, len(records), 1000):
                batch = records[at : at + 1000]
                samples = links.process_batched(unicode.process_batched({"text": [one["text"] for one in batch]}))
                for record, text in zip(batch, samples["text"], strict=True):
                    written.write(encode(record | {"text": text}) + b"\n")

    return run


def dolma_c4() -> Run:
    """The tagger as dolma's own pipeline calls it; its spans are what is written."""
    return _dolma("C4Tagger")


def dolma_c4_faster() -> Run:
    """dolma's second version of it."""
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
                spans = [(one.start, one.end, one.type, one.score) for one in tagger.predict(document).spans]
                written.write(encode({"id": record.get("id"), "attributes": spans}) + b"\n")

    return run


def trafilatura_alone() -> Run:
    """extract() as it comes."""
    from trafilatura import extract

    return _pages(lambda html, url: extract(html, url=url) or "")


def trafilatura_fast() -> Run:
    """extract() without its fallbacks."""
    from trafilatura import extract

    return _pages(lambda html, url: extract(html, url=url, fast=True) or "")


def trafilatura_then_ftfy() -> Run:
    """What users put together: extract() and fix_text()."""
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
