"""Lines that went most often, in bounded memory."""

from __future__ import annotations

from cleaner.report.repeated_lines import RepeatedLine, RepeatedLines


def test_lines_are_counted_one_by_one_and_the_most_frequent_comes_first():
    lines = RepeatedLines()
    lines.add("Share\n\n  Advertisement ", "share/share-line")
    lines.add("Advertisement", "advert/advert-label")
    lines.add("Only once", "advert/advert-label")
    assert lines.top(9) == [RepeatedLine("Advertisement", "share/share-line", 2, 29)]


def test_past_the_limit_frequent_lines_stay_and_no_count_is_too_high_or_lower_than_said():
    lines, true = RepeatedLines(limit=50), {}
    for n in range(5_000):
        for text in (f"rare {n}", f"common {n % 10}"):
            true[text] = true.get(text, 0) + 1
            lines.add(text, "own/rule")
    top = {line.text: line.removals for line in lines.top(10)}
    assert set(top) == {f"common {n}" for n in range(10)}
    assert lines.uncertainty > 0
    assert all(true[text] - lines.uncertainty <= count <= true[text] for text, count in top.items())
