"""Which languages an article speaks, and what their words may do there."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.core.folding import fold
from cleaner.matching.card import CardError
from cleaner.matching.catalog import builtin
from cleaner.matching.language import Language, Languages, _script_of, _scripts, normalise

ENGLISH = (
    "The ferry left the harbour at noon with forty people on board, and the captain said that it was the "
    "last crossing of the year. They had waited for it since the morning."
)


def told(text: str, declared: str | None = None) -> tuple[str, ...]:
    return Languages(builtin().languages).detect(fold(text), declared)


def test_english_prose_speaks_no_other_language():
    assert told(ENGLISH) == ()


SENTENCES = {
    "es": "El ferry salió del puerto al mediodía con cuarenta personas a bordo, y la capitana dijo que era el último viaje "
    "del año. Los vecinos lo esperaban desde la mañana, pero nadie les había avisado de la lluvia.",
    "fr": "Le ferry a quitté le port à midi avec quarante personnes à bord, et la capitaine a dit que c'était la dernière "
    "traversée de l'année. Les habitants l'attendaient depuis le matin, mais personne ne les avait prévenus de la pluie.",
    "pt": "A balsa saiu do porto ao meio-dia com quarenta pessoas a bordo, e a capitã disse que era a última viagem do "
    "ano. Os moradores esperavam por ela desde a manhã, mas não foram avisados da chuva.",
    "it": "Il traghetto ha lasciato il porto a mezzogiorno con quaranta persone a bordo, e la capitana ha detto che era "
    "l'ultima traversata dell'anno. Gli abitanti lo aspettavano dalla mattina, ma non sono stati avvisati della pioggia.",
    "ro": "Feribotul a plecat din port la prânz cu patruzeci de oameni la bord, iar căpitanul a spus că este ultima "
    "traversare din acest an. Locuitorii au așteptat de dimineață, dar nu au fost anunțați că va ploua.",
    "ca": "El transbordador va sortir del port al migdia amb quaranta persones a bord, i la capitana va dir que era "
    "l'últim viatge de l'any. Els veïns l'esperaven des del matí, però ningú no els havia avisat de la pluja.",
    "sq": "Trageti u nis nga porti në mesditë me dyzet vetë në bord, dhe kapitenia tha se ky ishte udhëtimi i fundit i "
    "vitit. Banorët e kishin pritur që në mëngjes, por askush nuk i kishte lajmëruar për shiun.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_two_sentences_tell_the_language_from_its_relatives(code):
    assert told(SENTENCES[code])[:1] == (code,)


def test_a_text_of_a_few_names_is_read_with_english_words_alone():
    assert told("Ola Brandt\nHarbour Post") == ()


def test_a_declared_language_that_no_file_describes_changes_nothing():
    assert told(ENGLISH, "tlh") == ()
    assert cleaner.clean(ENGLISH, language="tlh").text == ENGLISH


@pytest.mark.parametrize(
    ("code", "file"), [("pt-BR", "pt"), ("zh_CN", "zh"), ("nb", "no"), ("IW", "he"), (None, "")]
)
def test_a_code_is_read_as_its_file_is_named(code, file):
    assert normalise(code) == file


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh", "渡轮公司周一表示，下个月起停开夜班船。船长说，他并不意外。"),
        ("ja", "渡船会社は月曜日、来月から夜の便を休止すると発表した。"),
        ("ko", "여객선 회사는 다음 달부터 밤 배를 쉰다고 월요일 밝혔다."),
        ("th", "บริษัทเรือข้ามฟากจะหยุดเดินเรือกลางคืนตั้งแต่เดือนหน้า"),
        ("vi", "Hãng phà cho biết sẽ ngừng các chuyến đêm từ tháng sau, và không ai trên bến cảng ngạc nhiên."),
        ("fil", "Ititigil ng kumpanya ng lantsa ang biyahe sa gabi, at walang nagulat sa mga tao."),
    ],
)
def test_a_language_of_asia_is_told_by_its_script_or_its_words(code, text):
    assert told(text)[:1] == (code,)


def test_english_names_in_a_script_without_spaces_do_not_make_it_english():
    film = "港の映画館で来週から「The Captain of the Pier」が上映される。"
    told_of_it = "船長を演じるのは町の生まれで、撮影は去年の秋に古い桟橋で行われた。入場料はこれまでと変わらない。"
    assert told(film + told_of_it) == ("ja",)


# made-up languages: the most common word of one is "ex", of the other "yps"
def language(code: str, common: str = "", script: str = "Latin") -> Language:
    return Language(code, f'name = "{code}"\nscript = "{script}"\ncommon = "{common}"\n', f"{code}.toml")


KNOWN = (language("en", "the"), language("xx", "ex"), language("yy", "yps"), language("el", script="Greek"))


def words(**counts: int) -> str:
    """So many of these words, and others up to a hundred of five characters each."""
    said = [word.ljust(4) for word, count in counts.items() for _ in range(count)]
    return " ".join([*said, *["quay"] * (100 - len(said))]) + " "


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(words(ex=4), ("xx",), id="four of a hundred words tell a language"),
        pytest.param(words(ex=3), (), id="three do not"),
        pytest.param(words(ex=10, yps=6), ("xx", "yy"), id="a second one needs six tenths of the first"),
        pytest.param(words(ex=10, yps=5), ("xx",), id="fewer do not tell it"),
        pytest.param(words(yps=6, ex=6), ("xx", "yy"), id="as many of both"),
        pytest.param(words(ex=19, the=19), ("xx",), id="English is never told"),
        pytest.param(words(ex=60, the=20), (), id="a fifth of English words is English"),
        pytest.param(words(ex=60, the=19), ("xx",), id="less is not"),
        pytest.param("ναυς " * 9, ("el",), id="a script of its own tells a language"),
        pytest.param("λ" + " " * 4000 + "λ", (), id="blanks tell none"),
        pytest.param("", (), id="nothing tells none"),
    ],
)
def test_the_share_of_common_words_detects_a_language(text, codes):
    assert Languages(KNOWN).detect(text, None) == codes


@pytest.mark.parametrize(
    ("glance", "around", "codes"),
    [
        pytest.param(words(ex=60, the=20), words(ex=60), (), id="the middle alone is English enough"),
        pytest.param(words(ex=60, the=19), words(ex=60), ("xx",), id="nor the middle nor the whole"),
        pytest.param(words(ex=60, the=10), words(ex=60, the=25), (), id="the whole is English enough"),
        pytest.param(words(ex=60, the=10), words(ex=60, the=24), ("xx",), id="the whole is not quite"),
    ],
)
def test_the_middle_of_a_text_decides_whether_it_is_english(glance, around, codes):
    assert Languages(KNOWN).detect(around + glance + around, None) == codes


def test_detection_works_without_english():
    assert Languages(KNOWN[1:]).detect(words(ex=9, the=50), None) == ("xx",)


@pytest.mark.parametrize(
    ("declared", "codes"),
    [
        ("yy", ("yy", "xx")),
        ("xx", ("xx",)),
        ("XX-BR", ("xx",)),
        ("en", ("xx",)),
        ("zz", ("xx",)),
        (None, ("xx",)),
    ],
)
def test_a_declared_language_comes_first_and_once(declared, codes):
    assert Languages(KNOWN).detect(words(ex=9), declared) == codes


def test_detection_returns_at_most_two_languages():
    assert Languages(KNOWN).detect(words(ex=9, yps=8), "el") == ("el", "xx")


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("pierpier" + "ча", {"Latin", "Cyrillic"}),
        ("pierpierp" + "ч", {"Latin"}),
        ("12 34", set()),
        ("船" * 18 + "のに", {"Kana"}),
        ("船" * 19 + "の", {"Han"}),
        ("船" * 20, {"Han"}),
    ],
    ids=["a fifth", "less than a fifth", "no letters", "more than a twentieth of kana", "a twentieth", "no kana"],
)
def test_a_script_needs_a_fifth_of_the_letters(text, scripts):
    assert _scripts(text) == scripts


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("A", "Latin"),
        ("Z", "Latin"),
        ("@", ""),
        ("[", ""),
        (" ", ""),
        ("힣", "Hangul"),
        ("\ud7a4", ""),
        ("Ͱ", "Greek"),
        ("\U0001f600", ""),
    ],
)
def test_a_script_ends_at_the_borders_of_its_ranges(char, script):
    assert _script_of(char) == script


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('script = "Latin"\n', "'name' is missing above the first table"),
        ('name = "Exish"\n', "'script' is missing above the first table"),
        ('name = "Exish"\nscript = "Runes"\n', "script = 'Runes'; it is one of Latin, Greek"),
        ("name = \n", "not valid TOML"),
    ],
)
def test_a_language_file_without_name_and_script_is_refused(source, says):
    with pytest.raises(CardError, match="^xx.toml: ") as refused:
        _ = Language("xx", source, "xx.toml").head
    assert says in str(refused.value)


def test_with_preview_adds_the_phrases_in_preview():
    source = 'name = "Exish"\nscript = "Latin"\n[words]\nmore = ["a"]\n[preview]\nmore = ["b"]\nhere = ["c"]\n'
    exish = Language("xx", source, "xx.toml")
    assert exish.words == {"more": ("a",)}
    assert exish.with_preview().words == {"more": ("a", "b"), "here": ("c",)}
    assert (exish.name, exish.with_preview().name, exish.common, exish.examples) == (
        "Exish",
        "Exish",
        frozenset(),
        (),
    )
