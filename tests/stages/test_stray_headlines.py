"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import cleaner

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


def test_headlines_between_paragraphs_go_only_when_asked_for():

    stray = "How Three Sisters Taught Their Village to Bake"
    text = f"{PROSE}\n\n{stray}\n\n{MORE} No.\n\nIt rained. Nobody came.\n\nIt thawed. Nobody left.\n"
    assert cleaner.Cleaner().clean(text).text == text
    asked = cleaner.Cleaner(select=["all", "related/stray-headline"])
    assert asked.clean(text).text == text.replace(f"{stray}\n\n", "")
