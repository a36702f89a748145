"""Workers of engines that fail as machines do."""

from __future__ import annotations

import os
import signal
from typing import Any

from cleaner.engines.batches import BatchCleaner


class KillOnce(BatchCleaner):
    """Kills its process before the batch with the id 7, but only once: `mark` is the file that says so."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = mark

    def arrays(self, batch: Any) -> list[Any]:
        if 7 in batch.column("id").to_pylist():
            try:
                os.close(os.open(self.mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().arrays(batch)
