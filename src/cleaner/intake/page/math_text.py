"""Writes a MathML formula as a line of text."""

from __future__ import annotations

from typing import Any

# Invisible times, function application, separator and plus.
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_SKIPPED = frozenset(("annotation", "annotation-xml"))
_SPACED = frozenset(("mtd", "mtr", "mlabeledtr"))


def math_text(formula: Any) -> str:
    """Return the text of a formula: what its elements say, with a stroke for a fraction.

    A formula without text gives its alternative text.
    """
    pieces: list[str] = []
    steps: list[Any] = [formula]
    while steps:
        step = steps.pop()
        if isinstance(step, str):
            pieces.append(step)
            continue
        name = _name(step)
        if name in _SKIPPED:
            continue
        if not len(step):
            text = " ".join((step.text or "").translate(_INVISIBLE).split())
            pieces.append(text if name != "mspace" else "")
            continue
        children = [child for child in step if _name(child) not in _SKIPPED]
        steps.extend(reversed(_parts(name, children)))
        if step.text and step.text.strip():
            pieces.append(step.text.strip())
    text = " ".join("".join(pieces).split())
    return text or " ".join((formula.get("alttext") or "").split())


def _parts(name: str, children: list[Any]) -> list[Any]:
    if name == "mfrac" and len(children) == 2:
        return [*_grouped(children[0]), "/", *_grouped(children[1])]
    if name == "mroot" and len(children) == 2:
        return [*_grouped(children[1]), "√", *_grouped(children[0])]
    if name == "msqrt":
        return ["√(", *children, ")"] if len(children) > 1 or len(children[0]) > 1 else ["√", *children]
    if name in ("mtable", "mtr", "mlabeledtr"):
        return [part for child in children for part in (child, " ")]
    return children


def _grouped(element: Any) -> list[Any]:
    return ["(", element, ")"] if len(element) > 1 else [element]


def _name(element: Any) -> str:
    """Return the tag without the prefix of its namespace."""
    tag = element.tag
    return tag.rsplit(":", 1)[-1] if isinstance(tag, str) else ""
