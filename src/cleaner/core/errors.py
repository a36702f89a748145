"""The errors that the library raises."""

from __future__ import annotations


class InputError(ValueError):
    """An input cannot be cleaned. The message gives the reason and a remedy; the input is not changed."""


class ConfigurationError(ValueError):
    """A setting, a card or a name is invalid. The message gives the correct form."""


class InvariantError(Exception):
    """A result breaks an invariant of the program. Nothing of it may be written."""
