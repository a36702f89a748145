"""Fits the weights of a model: logistic regression for both looks and for the kinds. Needs scikit-learn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.scorer import forms, neighbours, slots, words
from cleaner.scorer.facts import Text
from cleaner.scorer.model import (
    HOPELESS,
    KIND_BITS,
    KINDS,
    SCORE_LIMIT,
    TABLES,
    WORDS_LIMIT,
    WORTHLESS,
    kind_hashes,
    known,
    write,
)
from cleaner.scorer.neighbours import SCALE, Neighbours
from cleaner.training import vocabulary
from cleaner.training.examples import WHOLE_PAGE, Example

_WORD_VALUE = 4.0  # of all words of a line together, beside 1 for each fact
_FIRST_C, _SECOND_C, _KIND_C = 0.5, 0.2, 3.0  # the less, the smaller the weights
_PHRASE_WEIGHT = 0.7  # of a phrase of the vocabulary, beside 1 for a labelled line
_TAKEN_WEIGHT = 0.5  # of a line that a rule takes, for its kind
_UNSURE_WEIGHT = 0.4  # of a line that may go or stay, such as a byline: it stays unless much speaks against it
_TOLERANCE = 5e-3
_EVERY = 3  # of the lines of whole pages, one in so many is learned from: their menus would drown the rest


Kinds = Callable[[], Any]


class FirstLook(NamedTuple):
    """The weights of words and facts."""

    words: Any
    facts: Any


class Rows:
    """The lines of all examples as rows of one matrix. `of` has the numbers of the rows of each example's lines.

    A line without a score has the row None. `teaches` is a mask of the rows that are learned from.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        np, sparse = _numpy()
        self.examples = examples
        self.tables = vocabulary.tables()
        indices: list[int] = []
        values: list[float] = []
        starts, weights, kinds = [0], list[float](), list[str]()
        labels: list[bool] = []
        hashes_of_kinds: list[list[int]] = []
        self.of: list[list[int | None]] = []
        self.example_of: list[int] = []
        for number, example in enumerate(examples):
            rows: list[int | None] = []
            scored = set(example.text.scored())
            for at, line in enumerate(example.text.lines):
                if at not in scored:
                    rows.append(None)
                    continue
                rows.append(len(labels))
                found = words.tokens(line)
                hashes = words.hashes([*found, *words.pairs(found)])
                known_keys = forms.known(*known(*self.tables, hashes, len(found)), line)
                facts = [*example.text.facts(at), *(slot for key in known_keys for slot in slots.slots_of(key))]
                indices += [hash & (words.SLOTS - 1) for hash in hashes]
                values += [_WORD_VALUE / len(hashes) ** 0.5] * len(hashes)
                indices += [words.SLOTS + slot for slot in facts]
                values += [1.0] * len(facts)
                starts.append(len(indices))
                label = example.labels[at]
                labels.append(label is True)
                weights.append(example.weight * (_UNSURE_WEIGHT if label is None else 1))
                kinds.append(example.kinds[at])
                hashes_of_kinds.append(kind_hashes(example.text, at) if example.kinds[at] else [])
                self.example_of.append(number)
            self.of.append(rows)
        shape = (len(labels), words.SLOTS + slots.SLOTS)
        self.matrix = sparse.csr_matrix(
            (np.array(values, np.float64), np.array(indices, np.int32), np.array(starts)), shape=shape
        )
        self.matrix.sum_duplicates()
        self.labels, self.weights = np.array(labels, np.int8), np.array(weights)
        self.kinds, self.hashes = kinds, hashes_of_kinds
        self.example_of = np.array(self.example_of)
        whole = np.array([example.article.extractor == WHOLE_PAGE for example in examples])
        self.teaches = ~whole[self.example_of] | (np.arange(len(labels)) % _EVERY == 0)


def first_look(rows: Rows, chosen: Any) -> FirstLook:
    """Fit the first look on the `chosen` rows, a mask."""
    weights = _logistic(rows.matrix, rows.labels, rows.weights, chosen & rows.teaches, _FIRST_C)
    return FirstLook(weights[: words.SLOTS], weights[words.SLOTS :])


def first_scores(rows: Rows, look: FirstLook) -> tuple[Any, Any]:
    """Return the score of every row, and the part of its words, in logits / SCALE."""
    np, _ = _numpy()
    part = rows.matrix[:, : words.SLOTS] @ look.words
    total = part + rows.matrix[:, words.SLOTS :] @ look.facts
    return (np.rint(total * SCALE).astype(np.int64), np.rint(part * SCALE).astype(np.int64))


def second_look(rows: Rows, scores: Any, parts: Any, chosen: Any) -> Any:
    """Fit the second look on the `chosen` rows, from scores by models that have not seen those rows."""
    np, sparse = _numpy()
    row_of: list[int] = []
    slot_of: list[int] = []
    for example, numbers in zip(rows.examples, rows.of, strict=True):
        if not any(number is not None and chosen[number] for number in numbers):
            continue
        hopeful = [None if number is None or parts[number] < HOPELESS else number for number in numbers]
        firsts = [None if number is None else int(scores[number]) for number in hopeful]
        words_of = [None if number is None else int(parts[number]) for number in hopeful]
        near = Neighbours(firsts, words_of, example.text.gone)
        for at, number in enumerate(hopeful):
            if number is not None and scores[number] >= WORTHLESS:
                slots = near.facts(at)
                row_of += [number] * len(slots)
                slot_of += slots
    shape = (len(rows.labels), neighbours.SLOTS)
    table = sparse.csr_matrix((np.ones(len(row_of)), (row_of, slot_of)), shape=shape)
    own = np.stack(
        [
            np.clip(scores, -SCORE_LIMIT, SCORE_LIMIT) / (2 * SCALE),
            np.clip(parts, -WORDS_LIMIT, WORDS_LIMIT) / (2 * SCALE),
        ],
        axis=1,
    )
    matrix = sparse.hstack([table, sparse.csr_matrix(own)]).tocsr()
    chosen = chosen & rows.teaches
    open_rows = chosen & (parts >= HOPELESS) & (scores >= WORTHLESS)
    if len(set(rows.labels[open_rows])) < 2:  # the first look alone tells all lines apart
        open_rows = chosen
    return _logistic(matrix, rows.labels, rows.weights, open_rows, _SECOND_C)


def kinds(rows: Rows, chosen: Any) -> Kinds:
    """Return a function that fits the weights of words for each kind: an array of KINDS x 2**KIND_BITS.

    It takes seconds, and the models of a cross-validation need no kinds. It learns from the `chosen` rows that have
    a kind, from the labelled lines that the rules take in their articles, and from the phrases of the vocabulary,
    which all have one.
    """
    return partial(_kinds, rows, chosen)


def _kinds(rows: Rows, chosen: Any) -> Any:
    np, sparse = _numpy()
    labelled = [(kind, rows.hashes[number]) for number, kind in enumerate(rows.kinds) if kind and chosen[number]]
    weights = [1.0] * len(labelled)
    articles = set(rows.example_of[chosen].tolist())
    for number, example in enumerate(rows.examples):
        if number in articles:
            labelled += example.taken
            weights += [_TAKEN_WEIGHT] * len(example.taken)
    for kind, phrase in vocabulary.phrases():
        labelled.append((kind, kind_hashes(Text([phrase], [False], [0, 0]), 0)))
        weights.append(_PHRASE_WEIGHT)
    mask = (1 << KIND_BITS) - 1
    indices = [hash & mask for _, hashes in labelled for hash in hashes]
    values = [1 / len(hashes) ** 0.5 for _, hashes in labelled for _ in hashes]
    starts = [0]
    for _, hashes in labelled:
        starts.append(starts[-1] + len(hashes))
    matrix = sparse.csr_matrix((values, indices, starts), shape=(len(labelled), 1 << KIND_BITS))
    matrix.sum_duplicates()
    everything = np.ones(len(labelled), bool)
    fitted = np.zeros((len(KINDS), 1 << KIND_BITS))
    for place, kind in enumerate(KINDS):
        labels = np.array([int(own == kind) for own, _ in labelled])
        if 0 < labels.sum() < len(labels):
            fitted[place] = _logistic(matrix, labels, np.array(weights), everything, _KIND_C)
    return fitted


def assemble(
    rows: Rows, first: FirstLook, second: Any, kind_weights: Kinds | None, header: dict[str, Any]
) -> bytes:
    """Return the file of a model. `header` has what model.write needs beside the units.

    Without `kind_weights`, the model scores lines and cannot tell their kinds.
    """
    word_table, word_unit = _quantised(first.words * _WORD_VALUE)
    fact_table, fact_unit = _quantised(first.facts)
    near_table, near_unit = _quantised(second[: neighbours.SLOTS])
    kind_table = bytes(TABLES["kinds"]) if kind_weights is None else _quantised(kind_weights().ravel())[0]
    units = {
        "words": word_unit,
        "facts": fact_unit,
        "neighbours": near_unit,
        "own-score": round(float(second[neighbours.SLOTS]) / 2 * 65536),
        "own-words": round(float(second[neighbours.SLOTS + 1]) / 2 * 65536),
    }
    known_words, known_pairs = rows.tables
    tables = {
        "words": word_table,
        "facts": fact_table,
        "neighbours": near_table,
        "kinds": kind_table,
        "known-words": bytes(known_words),
        "known-pairs": bytes(known_pairs),
    }
    return write({**header, "units": units}, tables)


def digest(examples: Sequence[Example]) -> str:
    """Return the digest of the training data, "sha256:…": texts, titles and labels, in order."""
    total = hashlib.sha256()
    for example in examples:
        article = example.article
        parts = (article.text, article.title, article.language, article.remove, article.optional)
        total.update(repr(parts).encode("utf-8", "surrogatepass"))
    return f"sha256:{total.hexdigest()}"


def _logistic(matrix: Any, labels: Any, weights: Any, chosen: Any, c: float) -> Any:
    """Return the weights of a logistic regression without intercept on the chosen rows."""
    from sklearn.linear_model import LogisticRegression

    if len(set(labels[chosen])) < 2:
        raise ConfigurationError("the labels have only lines to keep, or only lines to remove; training needs both")
    # a slot that no chosen row has gets no weight, and most slots are such where the labels are few
    np, _ = _numpy()
    own = matrix[chosen]
    slots = np.unique(own.indices)
    fitted = LogisticRegression(C=c, solver="liblinear", tol=_TOLERANCE, max_iter=200, fit_intercept=False)
    fitted.fit(own[:, slots], labels[chosen], sample_weight=weights[chosen])
    found = np.zeros(matrix.shape[1])
    found[slots] = fitted.coef_[0]
    return found


def _quantised(weights: Any) -> tuple[bytes, int]:
    """Return weights in logits as signed bytes, and the value of one unit in logits / SCALE."""
    np, _ = _numpy()
    unit = max(1, int(np.ceil(np.abs(weights).max() * SCALE / 127)))
    return np.rint(weights * SCALE / unit).astype(np.int8).tobytes(), unit


def check_installed() -> None:
    """Raises ConfigurationError if scikit-learn is missing."""
    _numpy()


def _numpy() -> tuple[Any, Any]:
    """Import numpy and scipy. Raises ConfigurationError if the extra is missing."""
    try:
        import numpy
        import scipy.sparse
        import sklearn  # noqa: F401
    except ImportError:
        raise ConfigurationError("training needs scikit-learn: pip install 'article-cleaner[train]'") from None
    return numpy, scipy.sparse
