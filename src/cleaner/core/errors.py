"""The errors that the library raises."""

from __future__ import annotations


class InputError(ValueError):
    """An input cannot be cleaned. The message gives the reason and a remedy; the input itself stays untouched."""


class ConfigurationError(ValueError):
    """A setting, a card or a name is invalid. The message says what to write instead."""


class InvariantError(Exception):
    """A result breaks an invariant of the program. Nothing of it may be written."""
