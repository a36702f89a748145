"""Documents that hurt whoever cleans them, for worker processes to meet."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence

import cleaner
from cleaner.core.document import Document
from cleaner.core.result import Failure, Result


class HostileCleaner(cleaner.Cleaner):
    """Cleans like any other, but for documents that say what they do to it."""

    def run(self, document: Document) -> Result:
        _suffer(document)
        return super().run(document)

    def run_many(self, documents: Sequence[Document]) -> list[Result | Failure]:
        for document in documents:
            _suffer(document)
        return super().run_many(documents)


def _suffer(document: Document) -> None:
    if multiprocessing.parent_process() is not None:
        if "SEGFAULT" in document.text:
            ctypes.string_at(0)
        if "KILLED" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "LEAVES" in document.text:
            raise SystemExit(5)
        if "HUNGRY" in document.text:
            bytearray(3 << 30)
        if "HANGS" in document.text:
            time.sleep(1000)
        if "SLOW" in document.text:
            time.sleep(0.2)
