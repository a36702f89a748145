"""A formula becomes a line of text, without the source that is written beside it."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from cleaner.intake.page.math_text import math_text


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<mi>v</mi>", "v"),
        ("<mrow>\n <mi>E</mi>\n <mo>=</mo>\n <mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>", "E=mc2"),
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac>", "a/b"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a+1)/b"),
        ("<msqrt><mi>x</mi></msqrt>", "√x"),
        ("<msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt>", "√(x+y)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "3√x"),
        ("<mn>2</mn><mo>\u2062</mo><mi>x</mi>", "2x"),
        ("<mtext>for all  ships</mtext>", "for all ships"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>", "1 0"),
        ("<semantics><mi>v</mi><annotation encoding='application/x-tex'>\\vec v</annotation></semantics>", "v"),
        ("plain words", "plain words"),
    ],
)
def test_a_formula_is_the_text_of_its_elements(inside, said):
    assert math_text(fragment_fromstring(f"<math>{inside}</math>")) == said


def test_a_formula_without_text_is_its_alternative_text():
    assert math_text(fragment_fromstring("<math alttext='a  squared'><mspace/></math>")) == "a squared"
