"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document, Span
from cleaner.core.errors import InvariantError
from cleaner.core.result import Removal, Result


@pytest.mark.parametrize("spans", [[(0, 0)], [(0, 3), (2, 4)], [(3, 4), (0, 1)], [(2, 99)]])
def test_a_result_that_breaks_the_law_is_never_returned(spans):
    result = Result(Document("abcdef"), tuple(Removal(Span(*span), "a/b", "") for span in spans))
    with pytest.raises(InvariantError):
        result.check()
