"""cleaner: gives back the article, and says what it removed, where, by which rule and why.

>>> import cleaner
>>> result = cleaner.clean("Rain fell.\\n\\nAdvertisement\\n\\nIt stopped at noon.")
>>> result.text
'Rain fell.\\n\\nIt stopped at noon.'
>>> result.removals[0].rule, result.removals[0].span
('advert/advert-label', Span(start=12, end=25))
"""

from cleaner.api import Cleaner, clean, clean_html
from cleaner.config.settings import load_cards
from cleaner.core.document import Document, Line, Origin, Repair, Span
from cleaner.core.errors import ConfigurationError, InputError, InvariantError
from cleaner.core.result import Failure, Removal, Result
from cleaner.intake import DecodeError, ExtractionError
from cleaner.matching.card import Card, CardError
from cleaner.matching.catalog import UnknownRuleError
from cleaner.matching.patterns import PatternError
from cleaner.version import __version__

__all__ = [
    "Card",
    "CardError",
    "Cleaner",
    "ConfigurationError",
    "DecodeError",
    "Document",
    "ExtractionError",
    "Failure",
    "InputError",
    "InvariantError",
    "Line",
    "Origin",
    "PatternError",
    "Removal",
    "Repair",
    "Result",
    "Span",
    "UnknownRuleError",
    "__version__",
    "clean",
    "clean_html",
    "load_cards",
]
