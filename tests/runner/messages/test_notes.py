"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

from support.messages import run_said

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def test_failures_that_are_alike_are_one_line_for_each_file(tmp_path):
    (tmp_path / "a.jsonl").write_text(BODY * 1200)
    (tmp_path / "b.jsonl").write_text(BODY + "{bad\n" + BODY + '["array"]\n{worse and worse\n')
    missing = "the record has neither 'text' nor 'html'"
    lines = run_said("clean", "a.jsonl", "b.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert [line.replace(": it has 'body', 'link' (--text-field, --html-field)", "") for line in lines[:4]] == [
        f"error: a.jsonl:1: {missing}",
        f"error: a.jsonl: {missing}, in 1,199 more records: 2, 3, 4, 5, 6, …",
        f"error: b.jsonl:1: {missing}",
        "error: b.jsonl:2: not valid JSON: object keys must be strings (byte 1)",
    ]
    assert lines[4] == "error: b.jsonl:4: not a JSON object"
    assert [line[:22] for line in lines[5:7]] == ["error: b.jsonl:3: the ", "error: b.jsonl:5: not "]
    assert lines[7] == "1,205 documents, 0 changed, 0 characters (0%) removed, 1,205 failed (input 1,205)"
    assert len(lines) == 8
