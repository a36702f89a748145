"""Turns bytes, text or HTML into a `Document`. Imports no rules and writes no output."""

from cleaner.intake.decode import DecodeError
from cleaner.intake.documents import ExtractionError, from_bytes, from_html, from_text

__all__ = ["DecodeError", "ExtractionError", "from_bytes", "from_html", "from_text"]
