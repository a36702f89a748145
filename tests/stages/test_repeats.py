"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    ("title", "text", "clean"),
    [
        pytest.param(
            None, f"Fares to rise\n\nFares to rise\n\n{PROSE}", f"Fares to rise\n\n{PROSE}", id="headline twice"
        ),
        pytest.param(
            "Fares to rise", f"FARES TO RISE\nFares to rise\n{PROSE}", f"FARES TO RISE\n{PROSE}", id="in capitals"
        ),
        pytest.param(
            "Fares to rise across the sound | Harbour Post",
            f"Fares to rise across the sound\n{PROSE}\nFares to rise across the sound\n{MORE}",
            f"Fares to rise across the sound\n{PROSE}\n{MORE}",
            id="title with the site's name",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\nWatch the last boat leave\nWatch the last boat leave\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}",
            id="caption twice",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\nWatch the last boat leave\n\nWatch the last boat leave\n\nWatch the last boat leave\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}",
            id="caption three times",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\n{PROSE}\n\n{MORE}\n\n{PROSE}",
            f"Fares to rise\n\n{PROSE}\n\n{MORE}\n",
            id="paragraph again",
        ),
        pytest.param(
            None,
            f"Fares to rise\n\n{PROSE}\n{PROSE}\n\n{MORE}",
            f"Fares to rise\n\n{PROSE}\n\n{MORE}",
            id="paragraph back to back keeps one",
        ),
        pytest.param(
            "Read more: a plea",
            f"Read more: a plea\n\n{PROSE}",
            f"Read more: a plea\n\n{PROSE}",
            id="a title that looks like a lead-in",
        ),
        pytest.param(
            None,
            f"Watch: Seal steals hat\n\n{PROSE}",
            f"Watch: Seal steals hat\n\n{PROSE}",
            id="a first line that looks like one",
        ),
    ],
)
def test_of_what_is_said_twice_the_article_keeps_its_own(worker, title, text, clean):
    assert worker.clean(text, title=title).text == clean
