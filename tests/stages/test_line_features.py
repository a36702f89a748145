"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

from cleaner.stages.line_features import is_headline_like, is_prose


@pytest.mark.parametrize(
    ("text", "headline", "prose"),
    [
        ("颱風要來了嗎？ 漁港船長教你看雲", True, False),
        ("桟橋を直した大工は八十一歳だった", True, False),
        ("「降ろそうとしたら、戻ってきたんです」", False, False),
        ("船は今月で引退する。町は賞状を贈る。（港新聞／佐々木）", False, False),
        (
            "渡し船の猫は、桟橋が台風で壊れた年の秋から十年の間、毎朝六時の始発に乗り続けてきた。（港新聞／佐々木ひろし）",
            False,
            True,
        ),
        ("木板不难找，", False, False),
        ("ท่าเรือที่ไม่มีใครต้องการ", True, False),
        ("สภาเมืองจะประชุมกันในวันศุกร์ " * 5, False, True),
    ],
)
def test_what_a_line_looks_like_in_scripts_without_spaces(text, headline, prose):
    assert (is_headline_like(text), is_prose(text)) == (headline, prose)


@pytest.mark.parametrize(
    ("line", "headline", "prose"),
    [
        ("هل يعود سوق السمك إلى مكانه القديم؟", True, False),
        ("الرياح تشتد.. والعبّارة تبقى في الميناء", True, False),
        ("عاد القبطان إلى الميناء. وقال إن البحر كان هادئا.", False, True),
        ("کشتی گھاٹ پر واپس آئی۔ کپتان خاموش رہے۔", False, True),
        ("کیا مچھلی منڈی اپنی جگہ پر واپس آئے گی؟", True, False),
        ("घाट की मरम्मत पर परिषद में आधी रात तक चली लंबी बहस, कप्तान बीच में ही उठकर चले गए", True, False),
        ("नौका लौट आई। कप्तान चुप रहे।", False, True),
        ("בעל המעבורת שתק. אחר כך הוא חייך.", False, True),
        ("ძველი შუქურა ოცი წლის შემდეგ ისევ აინთო", True, False),
    ],
)
def test_lines_have_their_look_in_scripts_without_capitals(line, headline, prose):
    assert (is_headline_like(line), is_prose(line)) == (headline, prose)
