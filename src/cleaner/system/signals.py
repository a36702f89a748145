"""Signals: after the first the run finishes its current documents, the second ends the run at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Item = TypeVar("Item")


class StoppedError(BaseException):
    """Ends a blocking read. Not an Exception, so that no handler treats it as a fault of the input."""


@contextmanager
def signals_held() -> Iterator[None]:
    """Block the signals that end a run, on systems that can. A process started meanwhile inherits the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _SlowError(BaseException):
    """Ends what takes too long. Not an Exception, so that no handler treats it as a fault of the input."""


def interrupted_after(seconds: float, work: Callable[[], Item]) -> Item | None:
    """Return what `work` returns, or None once it has taken so long; without alarms it is never ended."""
    if not hasattr(signal, "setitimer"):
        return work()

    def ring(*_: object) -> None:
        raise _SlowError

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except ValueError:  # not the main thread, which alone gets signals
        return work()
    if signal.getsignal(signal.SIGALRM) is not ring:  # whoever runs this keeps the signals to itself
        return work()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            return work()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _SlowError:
        return None
    finally:
        signal.signal(signal.SIGALRM, before)


class Stop:
    """A context that stores the first signal in `signal`; a second signal raises SystemExit."""

    def __init__(self) -> None:
        self.signal = 0
        self._reading = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # nohup makes the process ignore SIGHUP; it stays ignored.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def until(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items until a signal arrives."""
        iterator = iter(items)
        while not self.signal:
            try:
                self._reading = True
                item = next(iterator)
            except (StopIteration, StoppedError):
                return
            finally:
                self._reading = False
            yield item

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if self.signal:
            raise SystemExit(128 + number)
        self.signal = number
        if self._reading:
            raise StoppedError
