"""What the library raises when an input or a setting cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """An input that cannot be cleaned; the message says why, and what to do. The input itself is never lost."""


class ConfigurationError(ValueError):
    """A setting, a card or a name that cannot be used; the message says what to write instead."""


class InvariantError(Exception):
    """A result would break a promise of the program; nothing of it may be written."""
