"""Views of a result: diff, ledger, marked text. Decides nothing and writes no file."""

from cleaner.report.kinds import diff_text, kind_of, marked_text

__all__ = ["diff_text", "kind_of", "marked_text"]
