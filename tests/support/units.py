"""Units of work and what came of them, made by hand."""

from __future__ import annotations

from cleaner.runner.tally import Tally
from cleaner.runner.workers.outcome import Note, UnitResult
from cleaner.runner.workers.task import Source, Unit

PIER = Source("/in/pier.txt", "pier.txt", "text", "", 10)


def unit(source: Source = PIER, data: bytes | None = None, **fields: object) -> Unit:
    return Unit(source, data, **fields)  # type: ignore[arg-type]


def result(
    *outputs: bytes,
    entries: tuple[tuple[str, bytes], ...] = (),
    notes: tuple[Note, ...] = (),
    lost: bool = False,
    digest: str = "",
    **tally: object,
) -> UnitResult:
    """What came of a unit: its outputs, its report entries, its notes, and counts by name."""
    done = UnitResult()
    done.outputs += outputs
    done.entries += entries
    done.notes += notes
    done.lost, done.digest, done.tally = lost, digest, Tally.from_dict(tally)
    return done
