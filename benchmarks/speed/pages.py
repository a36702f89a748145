"""HTML pages made of the project's own articles, with the boilerplate of a news page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html import escape
from typing import Any

from speed import texts

_LINKS, _SCRIPTS = 120, 12  # per page, which gives the 110 kB of a usual news page


def pages(rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield records with url and html endlessly."""
    pool = texts.pools()[texts.ENGLISH]
    for article in texts.english(rng):
        title, *lines = (line for line in article["text"].split("\n") if line.strip())
        yield {"id": article["id"], "url": article["url"], "html": _page(title, lines, pool, rng)}


def _page(title: str, lines: list[str], pool: texts.Pool, rng: random.Random) -> str:
    headlines = rng.choices(pool.headlines, k=_LINKS)
    links = [
        f'<li class="item"><a href="/{n}/story.html">{escape(line)}</a></li>' for n, line in enumerate(headlines)
    ]
    body = "".join(
        f'<p class="body">{escape(line)}</p>\n'
        + ('<div class="ad-slot" data-size="300x250"></div>' if n % 5 == 4 else "")
        for n, line in enumerate(lines)
    )
    scripts = "".join(f"<script>{_script(rng)}</script>" for _ in range(_SCRIPTS))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{escape(title)} | Harbour Post</title>
<meta property="og:title" content="{escape(title)}"><meta property="article:published_time" content="2024-05-04">
{scripts}</head><body><header><nav><ul>{"".join(links[:40])}</ul></nav></header>
<main><article><h1>{escape(title)}</h1><p class="byline">By <a href="/ada">Ada Brandt</a></p>
<div class="share"><a href="#">Share</a><a href="#">Tweet</a></div>
{body}</article><aside><h2>Most read</h2><ol>{"".join(links[40:60])}</ol></aside></main>
<section class="related"><h2>Related stories</h2><ul>{"".join(links[60:])}</ul></section>
<footer><p>Copyright 2024 Harbour Post. All rights reserved.</p></footer></body></html>"""


def _script(rng: random.Random) -> str:
    entries = (f'"k{rng.randrange(10**9)}":{{"slot":{n},"sizes":[[300,250],[728,90]]}}' for n in range(110))
    return "window.__state=Object.assign(window.__state||{},{" + ",".join(entries) + "});"
