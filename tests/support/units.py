"""Units of work and what came of them, made by hand."""

from __future__ import annotations

from cleaner.report.statistics import RuleCount
from cleaner.runner.tally import Tally
from cleaner.runner.workers.outcome import Note, UnitResult
from cleaner.runner.workers.task import Source, Unit

PIER = Source("/in/pier.txt", "pier.txt", "text", "", 10)


def unit(source: Source = PIER, data: bytes | None = None, **fields: object) -> Unit:
    return Unit(source, data, **fields)  # type: ignore[arg-type]


def tally_of(**counts: object) -> Tally:
    """A tally of counts by name, its own or those of what was cleaned; `rules` maps names to characters."""
    tally = Tally()
    for name, value in counts.items():
        if name in ("failures", "fields"):
            getattr(tally, name).update(value)
        elif name == "rules":
            tally.cleaned.rules = {rule: RuleCount(1, 1, size) for rule, size in value.items()}  # type: ignore[attr-defined]
        else:
            owner = tally if name in vars(tally) else tally.cleaned
            assert name in vars(owner), name
            setattr(owner, name, value)
    return tally


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
    done.lost, done.digest, done.tally = lost, digest, tally_of(**tally)
    return done
