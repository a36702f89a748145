"""Views of a result: diff, ledger, marked text. Decides nothing and writes no file."""

from cleaner.report.kinds import diff_text, marked_text, report_kind

__all__ = ["diff_text", "marked_text", "report_kind"]
