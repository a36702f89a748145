"""Views of a result: diff, ledger, marked text. Makes no decisions and writes no files."""

from cleaner.report.kinds import diff_text, marked_text, report_kind

__all__ = ["diff_text", "marked_text", "report_kind"]
