"""Reads the memory of a command's processes from /proc. Other systems than Linux give no figures."""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1e6


def family(pid: int) -> list[int]:
    """Return the ids of a process and its descendants."""
    found, at = [pid], 0
    while at < len(found):
        try:
            for task in Path(f"/proc/{found[at]}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass  # the process has ended
        at += 1
    return found


def held(pid: int) -> tuple[float, float]:
    """Return the resident and the peak megabytes of a process, or zeros if it ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0, 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    now, peak = (float(fields.get(name, "0 kB").split()[0]) * 1024 / MEGABYTE for name in ("VmRSS", "VmHWM"))
    return now, peak
