"""The engine on Python's re: it finds what google-re2 finds, and refuses what that refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core import python_engine
from cleaner.core.folding import fold
from cleaner.matching.catalog import builtin
from cleaner.matching.shapes import Rule, expanded

ROOT = Path(__file__).parents[2]
FINE = (
    "[[:alpha:]]+", "(?<n>a)b", "a{,3}", r"\Qa.b\E", "(?i)a(?-i)b", r"\_", "(?P<a>x)", "[]a]", r"\pN", r"[^\pL\p{Nd}]+",
    r"(?:a|)b", r"[\w-]", r"\bab\b", r"\x{61}|\x62", "a+?b??", r"[^\D1]", r"\PL", "a|b|ab", "(?-i:[A-Z])x", r"[a\-z]", "x{2}",
    r"^(?:read|re ad)$", r"\.\*", "[--a]",
)  # fmt: skip
REFUSED = (
    "a**", "a*+", "a{1001}", "(?=a)", "(?<!a)", r"\1", "x{2}{3}", "é\\é", r"[a-\d]", "(?P=a)", "+a", "(*)", "a|*", "[z-a]",
    "(", "[a", "a)", "(?>a)", "(?#x)", r"\y", r"\x{110000}", "[[:some:]]",
)  # fmt: skip
TEXTS = (
    "",
    "a",
    "b",
    "ab",
    "AB",
    "a.b",
    "aab x",
    "_",
    "-",
    "]",
    "1",
    "é 7",
    "Rain, read",
    "read",
    "x2x",
    "axx",
    "a{,3}",
    "Xx",
)


def options(engine, *, case_sensitive=False):
    chosen = engine.Options()
    chosen.case_sensitive, chosen.log_errors, chosen.never_nl, chosen.max_mem = case_sensitive, False, True, 1 << 26
    return chosen


def answers(engine, sources, texts, kind="SearchSet"):
    patterns = getattr(engine.Set, kind)(options(engine))
    for source in sources:
        patterns.Add(source)
    patterns.Compile()
    return [sorted(patterns.Match(text.encode()) or ()) for text in texts]


@pytest.mark.parametrize("pattern", FINE)
def test_a_pattern_finds_the_same(pattern):
    for case_sensitive in (True, False):
        ours, theirs = (
            engine.compile(pattern, options(engine, case_sensitive=case_sensitive))
            for engine in (python_engine, re2)
        )
        for text in TEXTS:
            spans = [[(match.start(), match.end()) for match in found.finditer(text)] for found in (ours, theirs)]
            assert spans[0] == spans[1], (pattern, text)
            places = [found.search(text.encode()) for found in (ours, theirs)]
            assert (places[0] is None) == (places[1] is None)
            assert not places[0] or (places[0].start(), places[0].end()) == (places[1].start(), places[1].end())


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_pattern_that_re2_refuses_is_refused(pattern):
    with pytest.raises(re2.error):
        re2.compile(pattern, options(re2))
    with pytest.raises(python_engine.error):
        python_engine.compile(pattern, options(python_engine))


@pytest.mark.parametrize("pattern", [r"\p{Greek}", "(?U)a+"])
def test_what_only_re2_can_do_is_refused_by_name(pattern):
    with pytest.raises(python_engine.error, match="google-re2"):
        python_engine.compile(pattern)


@pytest.mark.parametrize("code", ["en", "ru", "ja", "ar"])
def test_the_patterns_of_all_cards_match_the_same_lines(code):
    catalog, sources = builtin(), {}
    for card in catalog.cards:
        if card.shape != "code":
            rule = Rule(card, expanded(card, catalog.words(code)))
            for source in (rule.filter, rule.beginning, rule.rest, rule.cores):
                sources[source] = card.id
    sources.pop("", None)
    examples = [example for card in catalog.cards for example in card.examples]
    examples += [example for one in catalog.languages if one.code == code for example in one.examples]
    lines = {line for example in examples for line in fold(example).replace("[-", "").replace("-]", "").split("\n")}
    chosen, found = sorted(lines)[::7], 0
    for source, card in sources.items():
        ours, theirs = answers(python_engine, [source], chosen), answers(re2, [source], chosen)
        assert ours == theirs, card
        found += sum(map(len, ours))
    assert found > 300


@given(
    st.recursive(
        st.sampled_from(["a", "b", "re", " +", ".", "[ab]", "[^a]", r"\pL", "é"]),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"(?:{'|'.join(parts)})"),
            st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        ),
        max_leaves=8,
    ),
    st.lists(st.text("abreéR .", max_size=8), min_size=1, max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_any_alternatives_in_any_order_match_the_same(pattern, texts):
    sources = [f"^(?:{pattern})$", pattern]
    for kind in ("MatchSet", "SearchSet"):
        assert answers(python_engine, sources, texts, kind) == answers(re2, sources, texts, kind)


_WITHOUT_RE2 = """
import json, sys
if sys.argv[1] == "python":
    sys.modules["re2"] = None
import cleaner
from cleaner.core.engine import engine_name
found = [[engine_name()]]
for text in json.load(sys.stdin):
    result = cleaner.clean(text)
    found.append([result.text, [[*map(str, removal)] for removal in result.removals], [*map(str, result.document.repairs)]])
print(json.dumps(found))
"""


def test_articles_are_cleaned_the_same_without_re2():
    paths = sorted(ROOT.glob("fixtures/*/*.txt"))[::9] + sorted(ROOT.glob("seeds/*.txt"))[:2]
    texts = [path.read_text(encoding="utf-8") for path in paths] + ["CafÃ© &amp; life\n\nREAD MORE: Snow fell"]
    found = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", _WITHOUT_RE2, engine],
                input=json.dumps(texts), capture_output=True, text=True, check=True,
            ).stdout
        )
        for engine in ("python", "re2")
    ]  # fmt: skip
    assert [one[0] for one in found] == [["Python re"], ["google-re2"]]
    assert found[0][1:] == found[1][1:]
    assert any(removals for _, removals, _ in found[0][1:])
