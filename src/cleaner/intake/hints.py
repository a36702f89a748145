"""What a class or an id says about an element: that it holds comments, a newsletter's box, the page's footer."""

from __future__ import annotations

import re

# The first that a name holds as a word of its own decides
WORDS = {
    "comment-box": "comments? commentlist disqus respond",
    "call-to-action": "ctas? call-to-action",
    "author-box": "authors? bio",
    "related-box": "recirc recirculation outbrain taboola read-next (?:related|more)-(?:posts|articles|stories)",
    "disclaimer-box": "disclaimers? disclosures? affiliates?",
    "pop-up": "modal popup pop-up",
    "newsletter-box": "newsletters? signup sign-up subscribe optin opt-in",
    "site-header": "(?:site|page)-header masthead",
    "footer": "footer",
    "button": "btns? buttons?",
    "copyright-box": "copyright",
}
# whose footer is the name of who is quoted
_QUOTE = "quote"
# one of these is in every such name; most names have none, and asking for them is quick
STEMS = """
    comment disqus respond cta call author bio recirc outbrain taboola read related more disclaim disclos
    affiliate modal pop news sign subscribe opt header masthead foot btn button copyright
    """.split()  # noqa: SIM905 a table of stems reads better so
_CAMEL = re.compile(r"([a-z])([A-Z])")
_HINT = re.compile(
    "(?<![a-z])(?:"
    + "|".join(f"(?P<{kind.replace('-', '_')}>{'|'.join(words.split())})" for kind, words in WORDS.items())
    + ")(?![a-z])"
)


def hint_of(names: str | None, identity: str | None) -> str:
    """The kind of furniture that an element's class and id name, or "".

    >>> hint_of("post__newsletterBox wide", None), hint_of("commentary", "main")
    ('newsletter-box', '')
    """
    said = f"{names or ''} {identity or ''}"[:1000]
    low = said.lower()
    for stem in STEMS:
        if stem in low:
            break
    else:
        return ""
    match = _HINT.search(_CAMEL.sub(r"\1-\2", said).lower().replace("_", "-"))
    if match is None or (match.lastgroup == "footer" and _QUOTE in low):
        return ""
    return (match.lastgroup or "").replace("_", "-")
