"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import gzip
import os

from cleaner.runner.inputs.discover import Selection, find
from cleaner.runner.inputs.source_list import SourceList
from support.bulk import DIRTY

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def test_the_size_of_a_stream_makes_that_of_all_unknown(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(BODY.encode()))
    os.mkfifo(tmp_path / "pipe.txt")
    names = [str(tmp_path / name) for name in ("a.txt", "missing.txt")]
    packed, pipe = str(tmp_path / "b.jsonl.gz"), str(tmp_path / "pipe.txt")
    both = 2 * len(DIRTY)
    for more, expected in ([], both), (["-"], 0), ([pipe], 0), ([packed], 0):  # a packed byte is worth more
        listed = SourceList(find([*names, *more, names[0]], Selection(), skip=lambda _: None), [])
        assert listed.bytes == expected
        listed.close()
