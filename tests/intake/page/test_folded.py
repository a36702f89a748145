"""A hidden part opens on a click if a box near it says so, and no box around it is the site's."""

from __future__ import annotations

import pytest

from cleaner.intake.page.dom import _parse
from cleaner.intake.page.folded import is_folded

SAID = "The keeper lights the lamp by hand, from dusk on."


@pytest.mark.parametrize(
    ("html", "folded"),
    [
        pytest.param(f"<div class='faq' id='part'>{SAID}</div>", True, id="itself"),
        pytest.param(f"<div class='faq'><b><b><b id='part'>{SAID}</b></b></b></div>", True, id="three levels up"),
        pytest.param(f"<div class='faq'><b><b><b><b id='part'>{SAID}", False, id="four levels up"),
        pytest.param(f"<body class='faq'><div id='part'>{SAID}</div>", False, id="the page"),
        pytest.param(
            f"<body class='has-menu'><div class='faq' id='part'>{SAID}</div>", True, id="a word of the page"
        ),
        pytest.param(f"<div class='faq' id='part'><p>{SAID[:39]}</p></div>", False, id="39 characters"),
        pytest.param(f"<div class='faq' id='part'><p>{SAID[:40]}</p></div>", True, id="40 characters"),
        pytest.param(f"<div class='faq' id='part'>{SAID}<a>{SAID[:20]}</a></div>", True, id="a link"),
        pytest.param(f"<div class='faq' id='part'>{SAID}<a>{SAID}</a></div>", False, id="half of it linked"),
    ],
)
def test_a_part_is_folded(html, folded):
    part = _parse(f"<html>{html}").xpath("//*[@id='part']")[0]
    assert is_folded(part) is folded
