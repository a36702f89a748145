"""Line models for tests: one with made-up weights, files that are no model, and texts in many scripts to score."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from cleaner.scorer.facts import Text
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import FORMAT, LEVELS, MAGIC, TABLES, Model, write

UNITS = {"words": 3000, "facts": 1100, "neighbours": 300, "own-score": 36000, "own-words": 3000}
TEXTS = {
    "english": (
        "Ferry to run every day",
        "Home\nNews | Sport | Weather\nFerry to run every day\n"
        "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening.\n"
        "Read more: 25 tips for sailors at https://example.org/tips\n* Share\n* Share\nDon’t miss: “Seal steals hat”\n"
        "Fares stay as they are. The last boat leaves at nine, and nobody knows how the crew gets home after that.",
    ),
    "german": (
        "",
        "Startseite » Hafen » Fähren\nDie Fähre fährt seit Montag nicht, und die Bewohner der Insel kommen mit Booten "
        "in die Stadt. Der Rat tagt am Freitag.\nWeiterlesen …\n3 Kommentare\nÜBER UNS\nStraßenkarte",
    ),
    "polish": (
        "Stare molo wraca",
        "Stare molo wraca\nProm nie kursuje od poniedziałku, więc mieszkańcy wyspy pływają łódkami. Rada zbiera się "
        "w piątek.\nCzytaj też: Żurawie do malowania\nUdostępnij\nZobacz więcej »",
    ),
    "turkish": ("", "ANA SAYFA\nİSKELE HABERLERİ\nFeribot pazartesiden beri çalışmıyor.\nIşıklar söndü mü?"),
    "vietnamese": ("", "Trang chủ\nChuyến phà đã ngừng chạy từ thứ hai.\nXem thêm\nBình luận (3)"),
    "russian": (
        "",
        "Главная\nПаром не ходит с понедельника, и жители острова добираются на лодках. Совет собирается в пятницу.\n"
        "Читайте также: Тюлень украл шляпу\n© 2024 «Портовый вестник»",
    ),
    "greek": ("", "Αρχική\nΤο πλοίο δεν ταξιδεύει από τη Δευτέρα.\nΔιαβάστε ακόμη\nΠοιος πληρώνει;"),
    "armenian": ("", "Գլխավոր\nԼաստանավը երկուշաբթիից չի աշխատում։\nԿարդացեք նաև\nԿիսվել"),
    "hebrew": ("", "דף הבית\nהמעבורת אינה פועלת מיום שני.\nקראו עוד\nשתפו"),
    "arabic": ("", "الرئيسية\nتوقفت العبّارة منذ يوم الاثنين، ويصل السكان بالقوارب.\nاقرأ أيضا\nشارك ٣ مرات"),
    "hindi": ("", "मुखपृष्ठ\nनौका सोमवार से नहीं चल रही है।\nयह भी पढ़ें\nसाझा करें"),
    "thai": ("", "หน้าแรก\nเรือข้ามฟากหยุดเดินตั้งแต่วันจันทร์\nอ่านเพิ่มเติม\nแชร์"),
    "korean": ("", "홈\n나룻배는 월요일부터 다니지 않는다.\n관련 기사\n공유하기"),
    "japanese": (
        "",
        "ホーム\n渡し船は月曜日から止まっており、島の住民は小さな舟で町へ通っている。\n関連記事\nシェアする",
    ),
    "chinese": ("渡轮停航", "首页\n渡轮停航\n渡轮从星期一起停航，岛上的居民只好乘小船进城。\n相关阅读\n分享到："),
}
"""Title and text by language, in eleven scripts, each with lines that belong to the page."""

HOSTILE = {
    "lone surrogates": "Harbour \ud800 \udfff news\n\udc80\nShare \udcff",
    "NUL and controls": "Share\0this\n\0\n\x1b[31mAdvertisement\x7f",
    "emoji": "👍🏽\n🇵🇱 🇸🇪\n👩‍🚀 Share 🚢🚢🚢\n❤️",
    "no token": "–\n———\n… …\n(((\n_ _ _",
    "one character a line": "a\n.\n1\n中\n*\n|",
    "a line of 1 MB": "Share " + "seal " * 200_000 + "\nNews\n" + "x" * 1_000_000 + "\n" + "船" * 300_000,
    "marks that never end": "." * 50_000
    + "\n"
    + "Ab. " * 20_000
    + "\n"
    + "aa."
    + " " * 50_000
    + "b\n"
    + "»" * 20_000,
    "combining marks": "e" + "\u0301" * 2_000 + "\n\u200d\u200c\u200d",
    "private and unassigned": "\ue000\ue001 \U0010ffff\n\U000e0041\u0378",
    "right to left marks": "\u202eegdirB\u202c\n\u2067News\u2069",
}


def made(seed: str = "seal", **header: Any) -> bytes:
    """Return the file of a model with weights that stand for nothing, the same for one seed."""
    tables = {name: hashlib.shake_128(f"{seed} {name}".encode()).digest(size) for name, size in TABLES.items()}
    thresholds = {level: dict.fromkeys(SCRIPT_NAMES, 0) for level in LEVELS}
    return write({"trained": {}, "training_digest": "", "units": UNITS, "thresholds": thresholds, **header}, tables)


def signed(rest: bytes, first: bytes = MAGIC + b" %d" % FORMAT) -> bytes:
    """Return a file whose digest is right, whatever follows it."""
    return first + b"\n" + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _with_header(**changes: Any) -> bytes:
    """Return a model with another header and the right digest. The value None takes a key away."""
    head, tables = made().split(b"\n", 3)[2:]
    changed = {name: value for name, value in (json.loads(head) | changes).items() if value is not None}
    return signed(json.dumps(changed).encode() + b"\n" + tables)


def bad_models() -> dict[str, bytes]:
    """Return files that are no model, by what is wrong with them."""
    good = made()
    head = good.index(b"{")
    return {
        "empty": b"",
        "one byte": good[:1],
        "cut in the format": good[:10],
        "cut behind the format": good[: good.index(b"\n") + 1],
        "cut in the digest": good[:40],
        "cut behind the digest": good[:head],
        "cut in the header": good[: head + 30],
        "cut in the tables": good[: len(good) // 2],
        "cut by one byte": good[:-1],
        "one byte more": good + b"\0",
        "a byte of the digest": _flipped(good, head - 5),
        "a byte of the header": _flipped(good, head + 5),
        "a byte of the tables": _flipped(good, len(good) // 2),
        "the last byte": _flipped(good, len(good) - 1),
        "an older format": good.replace(b" %d\n" % FORMAT, b" %d\n" % (FORMAT - 1), 1),
        "a newer format": good.replace(b" %d\n" % FORMAT, b" %d\n" % (FORMAT + 1), 1),
        "a format in words": good.replace(b" %d\n" % FORMAT, b" \xff\x1b\n", 1),
        "other features": _with_header(features=10_000),
        "features in two lines": _with_header(features="one\ntwo"),
        "no features": _with_header(features=None),
        "no thresholds": _with_header(thresholds=None),
        "no units": _with_header(units=None),
        "tables too short": signed(good[head:-1]),
        "tables too long": signed(good[head:] + b"\0"),
        "no tables": signed(good[head:].split(b"\n", 1)[0] + b"\n"),
        "no header": signed(b"\n" + good[head:].split(b"\n", 1)[1]),
        "a header that is a list": signed(b"[]\n" + good[head:].split(b"\n", 1)[1]),
        "text": b"Rain fell on the harbour.\n",
        "a set of articles": b'{"text": "Rain fell."}\n',
        "zeros": bytes(2_000_000),
        "another archive": b"PK\x03\x04" + bytes(100),
    }


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def text_of(text: str, title: str = "") -> Text:
    """Return a text as the model reads it, with nothing gone."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Text(lines, [False] * len(lines), [0] * (len(lines) + 1), title)


def judged(model: Model, texts: Iterable[tuple[str, str]] = tuple(TEXTS.values())) -> list[Any]:
    """Return all that a model says of the lines of texts: scores, kinds, words that speak."""
    found: list[Any] = []
    for title, text in texts:
        lines = text_of(text, title)
        for at, score in enumerate(model.scores(lines)):
            found.append((score and tuple(score), model.kind(lines, at), model.spoken(lines.lines[at])))
    return found


def digest_of(judgements: Iterable[Any]) -> str:
    """Return the digest of what `judged` returned."""
    return hashlib.sha256(repr(list(judgements)).encode("utf-8", "surrogatepass")).hexdigest()
