"""The lines of tables, glossaries and instructions: they may say the words of boilerplate, and stay.

Used by the stages that ask one line at a time. A line alone cannot tell "Comments: 9" under an article from a row
of a survey; the lines around it can.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.stages.line_features import is_ended, words

# "Read more: 31", "Shared it | 22 %", "Closed the page – 38 per cent"
_ROW = lazy_compile(
    r"[ \t]*(?:[-*•·|] *)?['\x22(]?[^\W\d_][^:|\t]{0,60}?[ \t]*(?:[:|\t–]|(?<=\s)-(?=\s))[ \t]*"
    r"[<>~±+−-]? ?[$€£¥]? ?\d[\d.,  ]*(?:%|‰)?(?: ?[^\W\d]{1,12}\.?){0,2}[ \t|]*"
)
_LETTERS = lazy_compile(r"[^\W\d_]{2}")
_GAP = 2  # lines from one row to the next, a blank line between them included
_MIN_ROWS = 2
_LONGEST = 60  # characters of a term, or of an entry
_TERM_WORDS = 4
_ENTRY_WORDS = 4
_MAX_ENTRIES = 12  # of a menu; a longer list is a page's index
_DEFINITION_WORDS = 4
_MIN_TERMS = 3
_MOST_LINES = 0.7  # of the lines of a glossary are terms and definitions
# What instructions say of the things that they list
_CONTROL = lazy_compile(
    r"(?i)(?<![^\W\d_])(?:(?:menus?|buttons?|toolbar|click|tap|select|choose|menü|menu|schaltflächen?|klicken|klicke|"
    r"tippen|tippe|wählen sie|wähle|menú|botón|botones|pulsa|pulse|toca|toque|elige|elija|selecciona|seleccione|"
    r"haz clic|haga clic|boutons?|cliquez|clique|appuyez|choisissez|sélectionnez|pulsanti?|premi|premere|tocca|"
    r"scegli|seleziona|fai clic|botão|botões|clique|escolha|selecione|knop|knoppen|klik|tik op|kies|selecteer|"
    r"przyciski?|kliknij|dotknij|wybierz|меню|кнопк[аиу]|нажмите|выберите|välj|klicka|knappen|vælg|klik|velg|klikk|"
    r"tıklayın|seçin|düğme)(?![^\W\d_]))|メニュー|ボタン|クリック|タップ|菜单|選單|按钮|按鈕|点击|點擊|메뉴|버튼|클릭"
)
_ENTRY = lazy_compile(r"[ \t]*(?:[-*•·–—]|\(?\d{1,2}[.)])[ \t]+\S")
_LONGEST_CONTROL_LINE = 400


def kept_lines(draft: Draft, matched: Collection[int]) -> frozenset[int]:
    """Return the `matched` lines that stay: rows of a table, terms of a glossary, entries of a menu."""
    short = [index for index in matched if len(draft.show(index)) <= _LONGEST]
    if not short:
        return frozenset()
    kept = table_rows(draft, matched) | entries(draft, short)
    return kept | terms(draft) if any(_may_be_term(draft, index) for index in short) else kept


def table_rows(draft: Draft, matched: Collection[int]) -> frozenset[int]:
    """Return the `matched` lines that are rows of a table, because others beside them are no boilerplate.

    A row is a label and a number. In a run of counters ("Comments: 9", "Likes: 22") every line matches a rule; in a
    table some do by chance.
    """
    asked = [index for index in matched if _is_row(draft.show(index))]
    if not asked:
        return frozenset()
    kept: set[int] = set()
    for run in _runs(draft):
        if len(run) >= _MIN_ROWS and any(index not in matched for index in run):
            kept.update(index for index in run if index in matched)
    return frozenset(kept)


def _is_row(text: str) -> bool:
    return len(text) <= 120 and bool(_ROW.fullmatch(text))


def _runs(draft: Draft) -> Iterator[list[int]]:
    run: list[int] = []
    for index in draft.remaining:
        if not _is_row(draft.show(index)):
            continue
        if run and index - run[-1] > _GAP:
            yield run
            run = []
        run.append(index)
    yield run


def terms(draft: Draft) -> frozenset[int]:
    """Return the lines of a glossary that are terms: short, and each with its definition right below.

    Empty unless most of the text consists of such pairs, and no term comes twice as an advert's label does.
    """
    lines = draft.remaining
    found = [index for index in lines if _may_be_term(draft, index)]
    enough = len(found) >= _MIN_TERMS and 2 * len(found) >= _MOST_LINES * len(lines)
    is_glossary = enough and len({draft.key(index) for index in found}) == len(found)
    return frozenset(found) if is_glossary else frozenset()


def _may_be_term(draft: Draft, index: int) -> bool:
    """Return whether a line is short, and the next one, right below, is a sentence."""
    term = draft.show(index).strip()
    if len(term) > _LONGEST or is_ended(term):
        return False
    lines = draft.remaining
    below = lines[at] if (at := bisect_right(lines, index)) < len(lines) else index + _GAP + 1
    if below - index > _GAP or not is_ended(draft.show(below)):
        return False
    is_sentence = words(draft.show(below)) >= _DEFINITION_WORDS
    return is_sentence and words(term) <= _TERM_WORDS and bool(_LETTERS.search(term))


def entries(draft: Draft, matched: Collection[int]) -> frozenset[int]:
    """Return the `matched` lines that are entries of a list in instructions: the menu that the reader should open.

    Entries have a bullet or a number, or stand below a colon, and the line above or below the list says what to
    press or choose.
    """
    kept: set[int] = set()
    lines, done = draft.remaining, -1
    for index in sorted(matched):
        start = end = bisect_right(lines, index) - 1
        if start <= done or lines[start] != index or not _may_be_entry(draft.show(index)):
            continue
        while start and start - 1 > done and _may_be_entry(draft.show(lines[start - 1])):
            start -= 1
        while end < len(lines) and _may_be_entry(draft.show(lines[end])):
            end += 1
        run, done = lines[start:end], end - 1
        if _MIN_ROWS <= len(run) <= _MAX_ENTRIES:
            above = draft.show(lines[start - 1]) if start else ""
            below = draft.show(lines[end]) if end < len(lines) else ""
            marked = above.rstrip().endswith((":", "：")) or all(_ENTRY.match(draft.show(line)) for line in run)
            if marked and (_is_instruction(above) or _is_instruction(below)):
                kept.update(line for line in run if line in matched)
    return frozenset(kept)


def _may_be_entry(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and not text.rstrip().endswith((":", "："))
        and not is_ended(text)
        and words(text) <= _ENTRY_WORDS
    )


def _is_instruction(text: str) -> bool:
    text = text.strip()
    return (is_ended(text) or text.endswith((":", "："))) and bool(_CONTROL.search(text[:_LONGEST_CONTROL_LINE]))
