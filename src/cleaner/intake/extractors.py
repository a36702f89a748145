"""The names of the extractors of pages. Imports none of them."""

from __future__ import annotations

from typing import Literal

Extractor = Literal["auto", "trafilatura", "resiliparse"]
EXTRACTORS: tuple[Extractor, ...] = ("auto", "trafilatura", "resiliparse")
DEFAULT_EXTRACTOR: Extractor = "auto"
# Extractors that an extra of their own name installs.
_EXTRAS = ("resiliparse",)


def missing_extractor(name: str) -> str | None:
    """Return a sentence that names the extra to install for the extractor; None if none is missing."""
    if name not in _EXTRAS:
        return None
    from importlib.util import find_spec

    if find_spec(name):
        return None
    return f"the extractor {name} needs a package: pip install 'article-cleaner[{name}]'"
