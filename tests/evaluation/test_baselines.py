"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import pytest

from cleaner.evaluation.baselines import LINE_RULES


# --- the line rules of others ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "line", "left"),
    [
        ("identity", "Share", "Share"),
        ("c4", "The ferry sailed at noon.", "The ferry sailed at noon."),
        ("c4", "  Did the ferry sail today?  ", "  Did the ferry sail today?  "),
        ("c4", "The ferry sailed at noon", ""),
        ("c4", "The ferry sailed at noon…", ""),
        ("c4", "The ferry sailed at noon...", ""),
        ("c4", "The ferry sailed late.", ""),
        ("c4", "“The ferry sailed at noon,” he said.”", ""),
        ("c4", '"The ferry sailed at noon"', '"The ferry sailed at noon"'),
        ("c4", "Turn on JavaScript to see the ferry.", ""),
        ("c4", "The ferry office uses cookies every day.", ""),
        ("c4", "Read our Privacy Policy before you sail.", ""),
        ("c4", "Lorem ipsum is what the sign said.", ""),
        ("c4", "if (ferry) { it sails at noon.", ""),
        ("c4", f"The ferry sailed to {'a' * 1001} at noon.", ""),
        ("c4", "The ferry[3] sailed at noon.[citation needed]", "The ferry sailed at noon."),
        ("refinedweb", "The ferry sailed at noon", "The ferry sailed at noon"),
        ("refinedweb", "FERRY SAILS AT NOON", ""),
        ("refinedweb", "FERRY sails", "FERRY sails"),
        ("refinedweb", "2031", ""),
        ("refinedweb", "3 likes", ""),
        ("refinedweb", "1.2K Followers.", ""),
        ("refinedweb", "3 goats", "3 goats"),
        ("refinedweb", "Share", ""),
        ("refinedweb", "Sign-in to follow the ferry", "to follow the ferry"),
        ("refinedweb", "We Sign-in at noon", "We Sign-in at noon"),
        ("refinedweb", "The goats have landed Read more...", "The goats have landed"),
        ("refinedweb", "You have 2 items in cart today", "You have 2 today"),
        (
            "refinedweb",
            "one two three four five six seven eight nine ten Read more...",
            "one two three four five six seven eight nine ten Read more...",
        ),
    ],
)
def test_a_line_fares_under_the_rules_of_others_as_they_published(name, line, left):
    text = f"Before it, all sailed well.\n\n{line}\nBehind it, all sailed well.\n"
    kept, at = [], 0
    for start, end in LINE_RULES[name](text):
        assert start >= at
        kept.append(text[at:start])
        at = end
    assert "".join([*kept, text[at:]]) == f"Before it, all sailed well.\n\n{left}\nBehind it, all sailed well.\n"
