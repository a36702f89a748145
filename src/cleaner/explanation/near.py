"""What nearly took a line that stays: the rules that match it and what stops them, and the line model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.config.settings import Settings
from cleaner.core.document import PAGE, TEXT, Document
from cleaner.core.draft import Draft
from cleaner.matching.card import Card
from cleaner.matching.catalog import HEADLINE_RULE, PRESETS, Catalog
from cleaner.matching.matcher import Matcher, Scan
from cleaner.matching.shapes import Rule
from cleaner.pipeline.order import MODEL
from cleaner.pipeline.run import draft_after, draft_before
from cleaner.scorer.neighbours import SCALE
from cleaner.stages import edges, line_model, link_blocks, repeats
from cleaner.stages._tables import kept_lines
from cleaner.stages.line_features import is_own_title, is_presumed_title

_MAX_DROPPED = 4  # words that are left out at one end of a line, to see whether a rule matches the rest
_PLACES = {
    "body": "it takes no line that may be the headline",
    "edges": "it takes only lines above the first paragraph and below the last, and no sentence stands outside",
    "end": "it takes only lines below the last paragraph",
    "column": "it takes only columns of at least three lines of its kind",
    "menu": "it takes only lines of a menu: a run of short lines above or below the article, three of its kind",
}
_SHAPES = {
    "opener": "too little below it looks like what it opens",
    "part": "too few lines beside it belong to the same form",
    "head": "no sentence of at least six words follows",
}


class Near(NamedTuple):
    """A rule that matches a line, or part of it, and what stops it. `runs` tells whether the rule runs at all."""

    rule: str
    stopped: str
    runs: bool


class ModelView(NamedTuple):
    """What the line model says of a line: probabilities from 0 to 1, and what keeps the line.

    `probability` is None if the line gets no score. `needed` is the threshold of the preset with the margin that
    such a line needs. `idle` is why the rule does not run; "" if it does.
    """

    rule: str
    probability: float | None
    threshold: float
    needed: float
    guard: str
    idle: str


def near_rules(document: Document, index: int, catalog: Catalog, rules: Matcher, settings: Settings) -> list[Near]:
    """Return the rules that match line `index` (0-based) and yet do not take it, those that run first.

    catalog: every card and phrase that there is. rules: those that run. settings: those that chose them.
    """
    everything = Matcher(catalog._replace(languages=tuple(one.with_preview() for one in catalog.languages)))
    scan, own = everything.scan(document), rules.scan(document)
    draft = draft_after(document, rules)
    found = list(_by_code(document, index, catalog, everything, own, settings))
    found += [_near(rule, draft, index, own, document, settings) for rule in scan.rules_at(draft, index)]
    found = found or _partly(draft, index, scan, own)
    # what the code of a stage says comes first, because it is more exact
    unique = {near.rule: near for near in reversed(found)}
    return sorted(unique.values(), key=lambda near: not near.runs)


def model_view(
    document: Document, index: int, catalog: Catalog, rules: Matcher, settings: Settings
) -> ModelView | None:
    """Return what the line model says of line `index`; None if it has no say on such a text.

    The arguments are those of `near_rules`.
    """
    cards = {card.id: card for card in catalog.cards}
    views = []
    for is_anew in (False, True):
        draft, scan = draft_before(MODEL, document, rules, last=is_anew), rules.scan(document)
        judgement = line_model.judge(draft, scan, index, is_anew=is_anew)
        if judgement is not None:
            score, threshold, margin, guard, rule = judgement
            probability = None if score is None else _probability(score)
            needed = _probability(threshold + margin)
            idle = "" if scan.has(rule) else why_not_run(cards[rule], document, settings)
            views.append(ModelView(rule, probability, _probability(threshold), needed, guard, idle))
    return max(views, key=lambda view: view.probability or 0.0, default=None)


def why_not_run(card: Card, document: Document, settings: Settings) -> str:
    """Return why a rule does not run on a document with these settings."""
    names = {card.id, card.name, card.family, "all"}
    if document.origin.format == PAGE and card.input == TEXT:
        return "it runs on text only, not on the text of a page"
    if not names.isdisjoint(settings.ignore):
        return "--ignore names it"
    if card.id == HEADLINE_RULE:
        return "it runs with --headline drop"
    if settings.select is not None:
        return "--select does not name it"
    if card.status == "preview" and settings.preset != PRESETS[-1]:
        return f"it is in preview, and runs with --preset {PRESETS[-1]}"
    return f"it is not certain, and --preset {settings.preset} runs only what is"


def _near(rule: Rule, draft: Draft, index: int, own: Scan, document: Document, settings: Settings) -> Near:
    text = draft.show(index)
    runs = own.has(rule.id)
    if not runs:
        return Near(rule.id, why_not_run(rule.card, document, settings), runs)
    if rule.id not in {one.id for one in own.rules_at(draft, index)}:
        return Near(rule.id, "the phrase is in preview and counts with --preset thorough", runs)
    return Near(rule.id, rule.obstacle(text) or _circumstance(rule, draft, index, text), runs)


def _by_code(
    document: Document, index: int, catalog: Catalog, everything: Matcher, own: Scan, settings: Settings
) -> Iterator[Near]:
    """Yield what the stages say of a line that they nearly take: copies of other lines, lines below a heading."""
    cards = {card.id: card for card in catalog.cards}
    scan = everything.scan(document)
    for stage, obstacle in (("repeats", repeats.obstacle), ("blocks", link_blocks.obstacle)):
        draft = draft_before(stage, document, everything)
        if index not in draft.remaining:
            draft = Draft(document)
        if index in draft.remaining and (found := obstacle(draft, scan, index)):
            rule, stopped = found
            runs = own.has(rule)
            yield Near(rule, stopped if runs else why_not_run(cards[rule], document, settings), runs)


def _circumstance(rule: Rule, draft: Draft, index: int, text: str) -> str:
    """Return what around a line keeps it, although the rule's own pattern takes it."""
    if is_own_title(draft, text):
        return "it is the title of the article"
    if rule.card.where == "body" and is_presumed_title(draft, index):
        return "it may be the headline of the article, which came without a title"
    if index in kept_lines(draft, [index]):
        return "it is a row of a table, a term of a glossary, or an entry of instructions"
    if rule.card.where in ("edges", "end") and index in draft.remaining:
        exact = edges.obstacle(draft, index, end_only=rule.card.where == "end")
        if exact:
            return exact
    return _PLACES.get(rule.card.where) or _SHAPES.get(rule.card.shape) or "the lines around it say otherwise"


def _partly(draft: Draft, index: int, scan: Scan, own: Scan) -> list[Near]:
    """Return the rules that would match if a few words at one end of the line were missing."""
    words = draft.show(index).split()
    for count in range(1, min(_MAX_DROPPED, len(words) - 1) + 1):
        for kept, dropped in ((words[:-count], words[-count:]), (words[count:], words[:count])):
            part = " ".join(kept)
            found = [rule for rule in scan.match_line(part) if any(rule.find(part))]
            if found:
                stopped = f"its pattern matches “{part}”, but not with “{' '.join(dropped)}”"
                return [Near(rule.id, stopped, own.has(rule.id)) for rule in found]
    return []


def _probability(score: int) -> float:
    """Return the probability, from 0 to 1, of a score in logits / SCALE."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score / SCALE))))
