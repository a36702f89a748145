"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import cleaner

TITLE = "Fares to rise on the sound"

BODY = [
    "The harbour council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise.",
    "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one in the spring.",
    "“We will swim,” said one of them, and a second wrote it down and had it framed for the office of the harbour board.",
    "The ferry company, which has carried the islanders for ninety years, did not answer a letter that we left at the pier.",
    "Captain Lew, who steers the older of the two boats, has heard of it from his passengers, who had it from their barber.",
]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(inside: str, *, title: str = f"{TITLE} | Harbour Post", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/tides'>Tides</a></li></ul></nav>"
        f"<article>{inside}</article><footer>Harbour Post, Pier 4</footer></body></html>"
    )


def lines(result: cleaner.Result) -> list[str]:
    return [line for line in result.text.split("\n") if line.strip()]


def rules_of(result: cleaner.Result) -> dict[str, str]:
    """What went, and the rule that took it; white space aside."""
    text = result.document.text
    return {text[start:end]: rule for (start, end), rule, *_ in result.removals if text[start:end].strip()}


# links
def listed(*texts: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/x'>{text}</a></li>" for text in texts) + "</ul>"
