"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

PAGE = (
    "<html><head><title>Fares to rise</title></head><body><article><h1>Fares to rise</h1>"
    + "".join(
        f"<p>The council voted on Monday to raise the fare of crossing number {n}, she said.</p>" for n in range(9)
    )
    + "<p>Advertisement</p></article></body></html>"
)
