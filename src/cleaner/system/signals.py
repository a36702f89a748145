"""Signals: the first lets the documents at work be finished, the second ends the run at once."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Item = TypeVar("Item")


class StoppedError(BaseException):
    """Ends a read that could take for ever. No Exception, so that nothing takes it for a fault of the input."""


@contextmanager
def signals_held() -> Iterator[None]:
    """The signals that end a run wait, where the system can let them; a process that is started inherits that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Stop:
    """While it is entered, a signal is noted in `signal` instead of ending the run; a second one ends it."""

    def __init__(self) -> None:
        self.signal = 0
        self._reading = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # what nohup told us to ignore stays ignored
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def until(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, until a signal comes."""
        coming = iter(items)
        while not self.signal:
            try:
                self._reading = True
                item = next(coming)
            except (StopIteration, StoppedError):
                return
            finally:
                self._reading = False
            yield item

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self.signal:
            raise SystemExit(128 + number)
        self.signal = number
        if self._reading:
            raise StoppedError
