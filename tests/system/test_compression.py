"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import pytest

from cleaner.system.compression import compress, decompress, detect_compression
from support.bulk import ARTICLE


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_what_is_packed_is_read_back_whatever_its_pieces(compression, tmp_path):
    data = ARTICLE.encode()
    member = compress(data, compression)
    assert compress(data, compression) == member
    assert detect_compression(member) == compression
    path = tmp_path / "a"
    path.write_bytes(member * 3)
    with open(path, "rb") as file:
        assert decompress(file, compression).read() == data * 3
