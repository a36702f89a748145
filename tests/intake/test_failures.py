"""An error of an article is a failure with a kind and a sentence."""

from __future__ import annotations

import pytest

from cleaner.core.errors import InputError, InvariantError
from cleaner.core.result import Failure
from cleaner.intake.decode import BinaryError, DecodeError
from cleaner.intake.failures import reason


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (BinaryError("looks like a seal"), Failure("binary", "looks like a seal")),
        (DecodeError("no UTF-8"), Failure("encoding", "no UTF-8")),
        (InputError("limit: too long"), Failure("limit", "limit: too long")),
        (InputError("no article (limit: none)"), Failure("input", "no article (limit: none)")),
        (MemoryError(), Failure("limit", "limit: cleaning it needs more memory than a worker may take")),
        (
            InvariantError("it overlaps"),
            Failure(
                "internal",
                "cleaning would have broken a promise (it overlaps); left as it was. Please report this",
            ),
        ),
        (
            KeyError("two\n words"),
            Failure("internal", "KeyError: 'two\\n words'; left as it was. Please report this"),
        ),
        (
            ValueError("a\n  b" + "c" * 300),
            Failure("internal", f"ValueError: a b{'c' * 197}; left as it was. Please report this"),
        ),
    ],
)
def test_an_error_is_a_failure_of_its_kind(error, failure):
    assert reason(error) == failure
