"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

from support.bulk import ran


def run_said(*arguments: object, **options: object) -> list[str]:
    """What a run says, line by line."""
    done = ran(*arguments, **options)  # type: ignore[arg-type]
    return [line.removeprefix("cleaner: ") for line in done.stderr.decode().splitlines()]
