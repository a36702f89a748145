"""The entry points of intake: bytes, text or HTML become a Document. Later code only removes text."""

from __future__ import annotations

from typing import Any, TypeVar

from cleaner.core.document import PAGE, TEXT, Document, Evidence, Origin, Repair
from cleaner.core.errors import InputError
from cleaner.core.folding import fold
from cleaner.intake.decode import decode
from cleaner.intake.extractors import DEFAULT_EXTRACTOR, Extractor
from cleaner.intake.repair import repair as repair_text

_T = TypeVar("_T")


class ExtractionError(InputError):
    """The page holds no article that extraction can find."""


def from_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    origin: Origin | None = None,
    repair: bool = True,
) -> Document:
    """Return a Document of decoded text. With `repair`, mojibake, controls and entities are repaired."""
    if origin is None:
        origin = origin_of_text(text)
    repaired, repairs = repair_text(text) if repair else (text, ())
    return Document(repaired, title, url, language, origin, repairs)


def origin_of_text(text: str, source: str | None = None) -> Origin:
    """Return the origin of a text that was not decoded from bytes."""
    return Origin(source, newline=newline_style(text), content=text)


def from_html(
    html: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    origin: Origin | None = None,
    repair: bool = True,
    extractor: Extractor = DEFAULT_EXTRACTOR,
    structure: bool = False,
    metadata: bool = False,
) -> Document:
    """Return a Document of the article on a page, which `extractor` finds.

    With `structure`, the document has the structure of its lines; with `metadata`, what the page states of itself.

    `title`, `url` and `language` override the metadata of the page. Raises ExtractionError if the page holds no
    article.
    """
    from cleaner.intake.page.extract import extract

    page = extract(html, url, extractor, structure=structure, metadata=metadata)
    if page is None or not page.text.strip():
        raise ExtractionError("no article text was found on the page")
    if page.navigation:
        raise ExtractionError("the page holds links and no article")
    if origin is None:
        origin = Origin(content=html)
    origin = origin._replace(
        format=PAGE,
        newline=newline_style(page.text),
        extractor=page.extractor,
        settings=page.settings,
        filled=page.filled,
        omitted=page.omitted,
        because=page.because,
    )
    document = from_text(
        page.text,
        title=title or page.title,
        url=url or page.url,
        language=language or page.language,
        origin=origin,
        repair=repair,
    )
    repaired = {change.line - 1 for change in document.repairs}
    blocks = tuple(
        # The marks of a line count the characters before its repair.
        block._replace(marks=(), raw=None) if block is not None and index in repaired else block
        for index, block in enumerate(page.structure)
    )
    return document._replace(
        titles=page.titles,
        evidence=_after(page.evidence, document.repairs),
        structure=_after(blocks, document.repairs),
        metadata=page.stated,
    )


def with_final_newline(document: Document) -> Document:
    """Return a page's document with a line break at its end, as a file of text has; other documents as they are."""
    if document.origin.format != PAGE or document.text.endswith("\n"):
        return document
    origin = document.origin
    return document._replace(
        text=document.text + "\n",
        evidence=(*document.evidence, Evidence()) if document.evidence else (),
        structure=(*document.structure, None) if document.structure else (),
        origin=origin._replace(newline=origin.newline or "\n"),
    )


def _after(items: tuple[_T, ...], repairs: tuple[Repair, ...]) -> tuple[_T, ...]:
    """Return one item per line after repair, which may have unescaped line breaks."""
    added = [(change.line, count) for change in repairs if (count := fold(change.after).count("\n"))]
    lines = list(items)
    if not lines:
        return ()
    for line, count in reversed(added):
        lines[line:line] = [lines[line - 1]] * count
    return tuple(lines)


def from_bytes(
    data: bytes,
    *,
    format: str = TEXT,
    source: str | None = None,
    encoding: str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    repair: bool = True,
    extractor: Extractor = DEFAULT_EXTRACTOR,
    structure: bool = False,
    metadata: bool = False,
) -> Document:
    """Return a Document of a file's bytes.

    `format` is "text" or "html"; `source` names the input in the ledger. `extractor`, `structure` and `metadata`
    count for HTML; see from_html. Raises DecodeError or ExtractionError.
    """
    decoded = decode(data, encoding=encoding, html=format == PAGE)
    origin = Origin(
        source=source,
        format=format,
        content=data,
        encoding=decoded.encoding,
        encoding_from=decoded.how,
        bom=decoded.bom,
        raw=decoded.raw,
        newline=newline_style(decoded.text),
    )
    stated: dict[str, Any] = {"title": title, "url": url, "language": language, "origin": origin, "repair": repair}
    if format == PAGE:
        asked: dict[str, Any] = {"extractor": extractor, "structure": structure, "metadata": metadata}
        return from_html(decoded.text, **stated, **asked)
    return from_text(decoded.text, **stated)


def newline_style(text: str) -> str | None:
    """Return the line break of a text: "\\n", "\\r\\n", "\\r", "mixed", or None if it has none."""
    if "\r" not in text:
        return "\n" if "\n" in text else None
    crlf = text.count("\r\n")
    found = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    used = [style for style, count in found.items() if count]
    return "mixed" if len(used) > 1 else used[0] if used else None
