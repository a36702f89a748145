"""The failures that errors of intake and cleaning stand for."""

from __future__ import annotations

from cleaner.core.errors import InputError, InvariantError
from cleaner.core.result import BINARY, Failure
from cleaner.intake.decode import BinaryError, DecodeError


def reason(error: Exception) -> Failure:
    """Return the failure for an error. An unexpected error is reported as a bug of this program."""
    if isinstance(error, BinaryError):
        return Failure(BINARY, str(error))
    if isinstance(error, DecodeError):
        return Failure("encoding", str(error))
    if isinstance(error, InputError):
        return Failure("limit" if str(error).startswith("limit:") else "input", str(error))
    if isinstance(error, MemoryError):
        return Failure("limit", "limit: cleaning it needs more memory than a worker may take")
    if isinstance(error, InvariantError):
        why = f"cleaning would have broken a promise ({error}); left as it was. Please report this"
        return Failure("internal", why)
    text = " ".join(str(error).split())[:200]
    return Failure("internal", f"{type(error).__name__}: {text}; left as it was. Please report this")
