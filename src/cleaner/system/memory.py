"""Limits the memory of a process."""

from __future__ import annotations


def limit_memory(size: int) -> None:
    """Limit the address space of this process to `size` bytes, where the system can; a lower limit stays."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > size:
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
