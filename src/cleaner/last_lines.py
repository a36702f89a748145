"""How a run ends, on standard error: with what it came to, what may have been meant, and how to go on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cleaner.clean_command import Request
from cleaner.closing import Skipped, counted, counts, details, not_found, pace
from cleaner.parts import display_name
from cleaner.tally import Tally
from cleaner.terminal import is_terminal

if TYPE_CHECKING:
    from cleaner.journal import Journal


def last_lines(
    request: Request, tally: Tally, before: Tally, skipped: Skipped, seconds: float, *, joined: int, sites: bool
) -> list[str]:
    """What the run came to, where somebody looks or not all went well, and what was hardly meant.

    before: what of it an earlier run had done; joined: how many inputs were written into one file;
    sites: whether articles of some sites have settings of their own.
    """
    if request.verbosity < 0:
        return []
    inputs = tally.documents + tally.failures["unreadable"]
    several = request.takes_folder or (bool(request.output or request.in_place) and inputs > 1)
    said = counts(tally, before, skipped, wrote=not (request.check or request.diff))
    lines = []
    if request.verbosity > 0 or (several and is_terminal(sys.stderr)):
        lines = [f"{said}; {pace(tally, before, seconds)}", *details(tally)]
    elif skipped.kinds or (tally.failed and inputs > 1):
        lines = [said]
    fields = request.reading.fields
    if missing := not_found(tally, fields.options, fields.url if sites else ""):
        lines.append(missing)
    if joined > 1 and request.output and not os.path.splitext(request.output)[1]:
        name = display_name(request.output)
        lines.append(f"{counted(joined, 'input')} joined in {name}; {name}/ makes a folder")
    return lines


def how_to_go_on(request: Request, journal: Journal | None) -> list[str]:
    """How a run that was stopped can be gone on with, if it can be."""
    if journal is None or not journal.is_useful or not request.can_resume:
        return []
    return [f"go on with: the same command{'' if request.resume else ' and --resume'}"]
