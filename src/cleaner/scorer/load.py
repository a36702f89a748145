"""Reads models: the one that ships with the package, and those of users. No other module here reads files."""

from __future__ import annotations

import mmap
import os
from functools import lru_cache

from cleaner.scorer.model import Model, ModelError

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "line.model")
_MAX_BYTES = 50_000_000


@lru_cache(maxsize=8)
def load(path: str | None = None) -> Model:
    """Return the model in a file, memory-mapped, or the shipped one for None. Raises ModelError, which names it."""
    path = SHIPPED if path is None else path
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size == 0 or size > _MAX_BYTES:
                raise ModelError(
                    f"{size:,} bytes; a model has more than none and at most {_MAX_BYTES:,}; "
                    "'cleaner train GOLD -o FILE' writes one"
                )
            model = Model(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if not model.header["thresholds"]:
                raise ModelError("it has no thresholds: train the model again")
            return model
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
