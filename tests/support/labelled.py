"""Labelled articles made by a generator with a fixed seed, in words of their own: enough to train a model on."""

from __future__ import annotations

import random
from collections.abc import Callable

from cleaner.training import train, vocabulary

_SUBJECTS = (
    "The harbour board",
    "A seal",
    "The ferry captain",
    "The council",
    "The keeper of the lighthouse",
    "A diver",
)
_VERBS = ("counted", "repaired", "painted", "praised", "photographed", "carried", "measured", "remembered")
_OBJECTS = (
    "the old pier",
    "forty goats",
    "the north crane",
    "a barrel of herring",
    "the fog horn",
    "two rowing boats",
)
_ENDS = (
    "before the first boat left on Monday",
    "while the town was still asleep",
    "as it has done every spring since the storm",
    "and nobody in the harbour office could say why",
    "for the third time this year",
)
# No rule takes these lines; the tests see to that
LEFTOVERS = {
    "related": ("Tales nearby: {object}", "Tales nearby: all about {object}"),
    "navigation": ("Fold the sidebar of {object}", "Leap to the sidebar top"),
    "widget": ("Harbour gauge loading panel", "Gauge panel refreshes itself"),
    "promo": ("Gift a subscription mug to {object}", "Win a mug from our gift shelf"),
}
SITES = ("quay.example", "sound.example", "weir.example")


def gold(articles: int = 12, sites: tuple[str, ...] = SITES, seed: int = 1) -> list[dict[str, object]]:
    """Return `articles` records for each site, each with four paragraphs and six lines to remove."""
    dice = random.Random(seed)
    return [_record(dice, site, number) for site in sites for number in range(articles)]


def _record(dice: random.Random, site: str, number: int) -> dict[str, object]:
    lines = [(_sentence(dice) + " " + _sentence(dice), "") for _ in range(4)]
    for kind in dice.sample(sorted(LEFTOVERS), 3):
        for pattern in LEFTOVERS[kind]:
            lines.append((pattern.format(object=dice.choice(_OBJECTS)), kind))
    text, remove = "", []
    for line, kind in lines:
        if kind:
            remove.append([len(text), len(text) + len(line), kind])
        text += line + "\n\n"
    return {
        "id": f"{site}/{number}",
        "url": f"https://www.{site}/{number}",
        "lang": "en",
        "extractor": "by-hand",
        "text": text,
        "remove": remove,
        "optional": [],
    }


def _sentence(dice: random.Random) -> str:
    words = (dice.choice(group) for group in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS))
    return f"{' '.join(words)}."


def only_english(put: Callable[[object, str, object], None] = setattr) -> None:
    """Let trainings learn from the vocabulary and the examples of one language, in less time than from all."""
    files = [path for path in vocabulary.files() if path.endswith("en.toml")]
    assert files
    put(vocabulary, "files", lambda: files)
    english = [one for one in train.of_rules() if one[1].language == "en"][::10]
    assert english
    put(train, "of_rules", lambda: english)
