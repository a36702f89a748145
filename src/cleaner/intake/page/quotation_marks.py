"""Sets the quotation marks that a browser shows around <q>."""

from __future__ import annotations

from typing import Any, NamedTuple

# By language: the outer pair, the inner pair.
_QUOTATION_MARKS = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "lt", "is", "bg", "et", "ka"), "„“‚‘"),
    **dict.fromkeys(("fr", "es", "it", "pt", "ru", "uk", "be", "el", "ca", "no", "nb", "nn", "hy", "fa"), "«»“”"),
    **dict.fromkeys(("pl", "ro", "hu", "hr", "sr"), "„”«»"),
    **dict.fromkeys(("sv", "fi"), "””’’"),
    **dict.fromkeys(("ja", "zh-tw", "zh-hk"), "「」『』"),
    "da": "»«›‹",
}
_ENGLISH = "“”‘’"
_ANY_MARK = tuple("\"'“”„‟«»‹›‘’‚「」『』")
_MOST_CLIMBED = 8  # levels from a quotation to the one around it
_SET = "x-quote"


class Marks(NamedTuple):
    """The quotation marks of a language, each an opening and a closing one."""

    outer: str
    inner: str


def marks_of(language: str) -> Marks:
    """Return the marks of a language such as "de" or "de-AT"; those of English for one that is not known."""
    language = language.lower()
    marks = _QUOTATION_MARKS.get(language) or _QUOTATION_MARKS.get(language.split("-")[0], _ENGLISH)
    return Marks(marks[:2], marks[2:])


def set_marks(element: Any, marks: Marks) -> None:
    """Set the marks around a quotation, unless the page has set them itself."""
    nested = _is_quoted(element)
    pair = marks.inner if nested else marks.outer
    said = "".join(element.itertext()).strip()
    marked = said.startswith(_ANY_MARK) or (not nested and (element.tail or "").startswith(_ANY_MARK))
    if said and not marked:
        element.text = pair[0] + (element.text or "").lstrip()
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip() + pair[1]
        else:
            element.text = element.text.rstrip() + pair[1]
    element.set(_SET, "1")


def _is_quoted(element: Any) -> bool:
    """Return whether an element stands in another quotation of the same paragraph."""
    for _ in range(_MOST_CLIMBED):
        element = element.getparent()
        if element is None:
            return False
        if element.get(_SET):
            return True
    return False
