"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


COMMENTS = "Ola, 3 May 2021\nWho pays for it all in the end?\nReply\nPia, 4 May 2021\nYou do, and so do I.\nReply\n"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n{MORE} It rained.\nComments\n{COMMENTS}", f"{PROSE}\n{MORE} It rained.\n", id="at the end"
        ),
        pytest.param(
            f"{PROSE}\n{PROSE} No.\nComments\n{COMMENTS}{MORE} It rained.\n",
            f"{PROSE}\n{PROSE} No.\n{MORE} It rained.\n",
            id="the article goes on below them",
        ),
        pytest.param(
            f"{PROSE}\nComments\n{COMMENTS}", f"{PROSE}\nComments\n{COMMENTS}", id="no article above them"
        ),
        pytest.param(
            f"{PROSE}\n{PROSE} No.\nComments\nIn 2021 it fell.\n{MORE} It rained.\n",
            f"{PROSE}\n{PROSE} No.\nComments\nIn 2021 it fell.\n{MORE} It rained.\n",
            id="a sub-heading of that name",
        ),
    ],
)
def test_comments_go_with_their_heading(worker, text, clean):
    assert worker.clean(text).text == clean
