"""What the processes of a command hold in memory, as /proc tells it: on Linux only, elsewhere nothing is known."""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1e6


def family(pid: int) -> list[int]:
    """The process and all below it."""
    found, at = [pid], 0
    while at < len(found):
        try:
            for task in Path(f"/proc/{found[at]}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass  # it has just ended
        at += 1
    return found


def held(pid: int) -> tuple[float, float]:
    """Megabytes resident now and at most."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0, 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    now, peak = (float(fields.get(name, "0 kB").split()[0]) * 1024 / MEGABYTE for name in ("VmRSS", "VmHWM"))
    return now, peak
