"""What classes and ids say of a box: that it holds the article, or that extraction deletes it.

The names are those of trafilatura 2.3 (`xpaths.py`), which looks for them with XPath expressions. Here one pass
over the elements looks for all of them, and each name is read once a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

# Elements that may hold the article, and those that a name deletes.
CONTAINERS = ("article", "div", "main", "section")
_BOXES = frozenset(("div", "item", "list", "p", "section", "span"))
_COMMENT_LISTS = ("ol", "ul")
_COMMENT_BOXES = ("div", "section", "details", *_COMMENT_LISTS, "aside")

_Test = Callable[[str], bool]


def _test(*patterns: str) -> _Test:
    search = re.compile("|".join(patterns)).search
    return lambda name: search(name) is not None


_BODY_ID = _test(
    "(?:entry|article|art)-content", "article__content", "article(?:-|__)?body", "articleBody", "body-text"
)
_BODY_CLASS = _test(
    "post[-_]text|post-body|post-?entry|post[-_]?content|postContent|post_inner_wrapper|article-?text|articleText",
    "(?:entry|page|text|article|art)-content|article__content|article(?:-|__)?body|articleBody|ArticleContent",
    "body-text|article__container",
)
_STORY_NAMES = "postarea art-postcontent text cell story".split()  # noqa: SIM905
_STORY_ID = _test("^primary", "story-body")
_STORY_CLASS = _test(
    "(?i:fulltext)",
    "^article |post-bodycopy|story-?content|(?:theme|blog|section|single)-content|single-post|main-column",
    "wpb_text_column|story-body|field-body",
)
_CONTENT_ID = _test("content-main|content-body|contentBody", "[Cc]ontent-main|[Mm]ain-[Cc]ontent")
_CONTENT_CLASS = _test("content[-_]main|content(?:-|__)body", "[Mm]ain-[Cc]ontent", "[Pp]age-[Cc]ontent")

_COMMENTS_ID = _test("^(?:[Cc]omment(?!ary)|comol|disqus_thread|dsq-comments)")
_COMMENT_LIST_ID = _test("^(?:[Cc]omment(?!ary)|comol)")
_COMMENTS_CLASS = _test("^[Cc]omment(?!ary)|(?:article|post)-comments")
_FOLLOW_UPS = _test("mvp-post-add-(?:box|wrap)")
_ENDLESS = _test("infinite-?scroll")
_SHARE_BUTTONS = "elementor-share-buttons"

_BOTH = "^shar|social|viral|newsletter|syndication|tags|sidebar|banner|bread-?crumb|button|author"
_BOILERPLATE_ID = _test(
    _BOTH, "^(?:jp-|dpsp-content)|bmdh|[Ff]ooter|[Ss]hare|[Nn]av|menu|related|message-container|premium|^ad-"
)
_BOILERPLATE_CLASS = _test(
    _BOTH,
    "^(?:nav|post-nav|ZendeskForm)|subnav|avigation|navbar|navbox|menu|bar",
    " ad |-ad-|(?:^| )ad-|dfp[Aa]d|outbrain|taboola|criteo|paid-?content|widget",
    "[Ff]ooter|[Bb]yline|share-|sociable|embed|tag-list|consent|modal-content|permission",
    "elated|next-|-stories|most-popular|more-on",
    "meta|rating|attachment|timestamp|user-info|user-profile|-icon|article-infos|message-container|slide|viewport",
    "overlay|options|expand|obfuscated|blurred|mol-factbox|yin|zlylin|nfoline",
)
_HIDDEN_ID = _test("hidden", "reader-comments|akismet")
_HIDDEN_CLASS = _test(
    "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print",
    " hidden| hide|noprint|notloaded",
)
_HIDDEN_STYLE = _test("display: ?none")
_CAPTION = "caption"
_TEASER = re.compile("[Tt]easer")
_COOKIE, _REPLY = "cookie", "reply-"


def comment_boxes(tree: Any) -> list[Any]:
    """Return the boxes of readers' comments, of articles that follow this one, and of buttons to share it."""
    found = []
    for element in tree.iter(*_COMMENT_BOXES):
        names, identity = element.get("class") or "", element.get("id") or ""
        if (names or identity) and (
            _holds_comments(element.tag, names, identity) or _is_behind(element, names, identity)
        ):
            found.append(element)
    return found


def _holds_comments(tag: str, names: str, identity: str) -> bool:
    if tag == "aside":
        return False
    return _COMMENTS_CLASS(names) or (_COMMENT_LIST_ID if tag in _COMMENT_LISTS else _COMMENTS_ID)(identity)


def _is_behind(element: Any, names: str, identity: str) -> bool:
    if element.tag not in ("div", "section", "aside"):
        return False
    if _SHARE_BUTTONS in names or _FOLLOW_UPS(names) or _FOLLOW_UPS(identity):
        return True
    return (_ENDLESS(names) or _ENDLESS(identity)) and element.find(".//h1") is None


def containers(tree: Any) -> Iterator[Any]:
    """Yield the first element of each kind of container, the surest kind first, in the tree as it then is."""
    for kind in _KINDS:
        element = _first(tree, kind)
        if element is not None:
            yield element


def _first(tree: Any, is_kind: Callable[[str, str], bool]) -> Any:
    known: dict[tuple[str | None, str | None], bool] = {}
    for element in tree.iterdescendants(*CONTAINERS):
        key = element.get("class"), element.get("id")
        named = known.get(key)
        if named is None:
            named = known[key] = is_kind(key[0] or "", key[1] or "")
        if named or _is_marked(element, is_kind):
            return element
    return None


def _is_marked(element: Any, is_kind: Callable[[str, str], bool]) -> bool:
    """Return whether the tag or an attribute other than class and id makes an element a container of a kind."""
    if is_kind is _names_body:
        return bool(element.get("itemprop") == "articleBody")
    if is_kind is _names_article:
        return bool(element.tag == "article")
    if is_kind is _names_story:
        return bool(element.get("role") == "article")
    return is_kind is _names_main and (element.tag == "main" or (element.get("role") or "").startswith("main"))


def _names_body(names: str, identity: str) -> bool:
    return names in ("post", "entry") or identity == "articleContent" or _BODY_ID(identity) or _BODY_CLASS(names)


def _names_article(_names: str, _identity: str) -> bool:
    return False


def _names_story(names: str, identity: str) -> bool:
    return identity in ("article", "story") or names in _STORY_NAMES or _STORY_ID(identity) or _STORY_CLASS(names)


def _names_content(names: str, identity: str) -> bool:
    return "content" in (identity, names) or _CONTENT_ID(identity) or _CONTENT_CLASS(names)


def _names_main(names: str, identity: str) -> bool:
    return names.startswith("main") or identity.startswith("main")


_KINDS = (_names_body, _names_article, _names_story, _names_content, _names_main)


def boilerplate_boxes(container: Any) -> tuple[list[Any], list[Any]]:
    """Return the elements in a container that their names delete: boilerplate and what is hidden, and teasers.

    The first are deleted only if they are not nearly all of it.
    """
    boilerplate, teasers = [], []
    known: dict[tuple[str | None, str | None], tuple[bool, bool, bool]] = {}
    elements = container.iter()
    next(elements)
    for element in elements:
        attributes = element.attrib
        if not attributes:
            continue
        names, identity = attributes.get("class"), attributes.get("id")
        said = known.get((names, identity))
        if said is None:
            said = known[names, identity] = _boilerplate_of(names or "", identity or "")
        in_box, hidden, teaser = said
        is_box = element.tag in _BOXES
        if hidden or (is_box and in_box) or _is_hidden(element, is_box):
            boilerplate.append(element)
        elif is_box and teaser:
            teasers.append(element)
    return boilerplate, teasers


def _boilerplate_of(names: str, identity: str) -> tuple[bool, bool, bool]:
    return (
        _BOILERPLATE_ID(identity) or _BOILERPLATE_CLASS(names),
        names == "comments-title" or _HIDDEN_ID(identity) or _HIDDEN_CLASS(names),
        _CAPTION in identity or _CAPTION in names or bool(_TEASER.search(identity) or _TEASER.search(names)),
    )


def _is_hidden(element: Any, is_box: bool) -> bool:
    """Return whether an attribute other than the names, or the first of class and id, deletes an element."""
    for name, value in element.attrib.items():
        if name in ("class", "id"):
            first = next(key for key in element.keys() if key in ("class", "id"))  # noqa: SIM118
            if name == first and (value.startswith(_REPLY) or (is_box and _COOKIE in value)):
                return True
        elif name == "style":
            if _HIDDEN_STYLE(value) or ("hidden" in value and "id" not in element.attrib):
                return True
        elif name == "aria-hidden":
            if value == "true":
                return True
        elif is_box and (
            name == "data-lp-replacement-content"
            or (name == "role" and "nav" in value.lower())
            or (name == "data-component" and "MostPopularStories" in value)
        ):
            return True
    return False
