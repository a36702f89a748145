"""Missing values: what stands for an empty cell in rows and data frames."""

from __future__ import annotations

from numbers import Number
from typing import Any

_MISSING = ("NAType", "NaTType")  # of pandas, which this module does not import


def stated(**values: Any) -> dict[str, Any]:
    """Return the arguments with None for what stands for an empty cell: NaN, pandas.NA. Raises TypeError."""
    for name, value in values.items():
        if is_missing(value):
            values[name] = None
        elif not isinstance(value, str):
            raise TypeError(f"{name} is a string or None, not {type(value).__name__}")
    return values


def is_missing(value: object) -> bool:
    """Return whether a value stands for an empty cell: None, NaN, pandas.NA."""
    if value is None or type(value).__name__ in _MISSING:
        return True
    return isinstance(value, Number) and bool(value != value)  # noqa: PLR0124 only NaN differs from itself
