"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import io
import lzma
import zlib

import pytest

from cleaner.system.compression import compress, decompress, detect_compression
from cleaner.system.errors import CompressionError
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


def _read(data: bytes, compression: str) -> bytes:
    return decompress(io.BytesIO(data), compression).read()


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_second_stream_with_a_damaged_header_is_named(compression, at):
    first, second = compress(b"Rain fell.\n" * 9, compression), bytearray(compress(b"Snow fell.\n", compression))
    second[at] ^= 0x40
    stream = decompress(io.BytesIO(first + second), compression)
    assert stream.readline() == b"Rain fell.\n"
    with pytest.raises(CompressionError, match="damaged or cut off"):
        stream.read()


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_every_byte_that_is_cut_off_is_missed(compression):
    first, second = compress(b"Rain fell.\n", compression), compress(b"Snow fell.\n", compression)
    for cut in range(1, len(second)):
        stream = decompress(io.BytesIO(first + second[:-cut]), compression)
        assert stream.readline() == b"Rain fell.\n"
        with pytest.raises(CompressionError):
            stream.read()
    assert _read(first + second, compression) == b"Rain fell.\nSnow fell.\n"


@pytest.mark.parametrize(
    ("compression", "padding", "legal"),
    [("gz", 1, True), ("gz", 512, True), ("bz2", 7, True), ("xz", 4, True), ("xz", 8, True), ("xz", 3, False)],
)
def test_zero_bytes_at_the_end_are_padding_where_the_format_says_so(compression, padding, legal):
    member = compress(b"Rain fell.\n", compression)
    for data, content in (
        (member + bytes(padding), b"Rain fell.\n"),
        (member + bytes(padding) + member, b"Rain fell.\n" * 2),
    ):
        if legal:
            assert _read(data, compression) == content
        else:
            with pytest.raises(CompressionError, match="3 zero bytes"):
                _read(data, compression)


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_other_data_behind_a_stream_is_named(compression):
    with pytest.raises(CompressionError, match="no stream"):
        _read(compress(b"Rain fell.\n", compression) + b"Snow fell, and nobody packed it.", compression)


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_members_of_any_length_come_back(compression):
    data = bytes(range(256)) * 2000
    pieces = [data[:0], data[:1], data[: 1 << 16], data, data[: (1 << 16) + 1]]
    stream = decompress(io.BytesIO(b"".join(compress(piece, compression) for piece in pieces)), compression)
    head = stream.head(100_000)
    assert head == b"".join(pieces)[:100_000]
    assert b"".join(iter(lambda: stream.read(70_001), b"")) == b"".join(pieces)


def test_an_xz_stream_that_asks_for_much_memory_is_refused():
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    small = lzma.compress(b"Rain fell.", filters=filters)
    assert _read(small, "xz") == b"Rain fell."
    # the size of the dictionary is one byte of the header, whose sum follows it
    head = bytearray(small[12 : 12 + 4 * (small[12] + 1)])
    head[4] = 36  # 1 GiB
    head[-4:] = zlib.crc32(head[:-4]).to_bytes(4, "little")
    with pytest.raises(CompressionError, match="asks for more than 268,435,456 bytes of memory"):
        _read(small[:12] + bytes(head) + small[12 + len(head) :], "xz")
