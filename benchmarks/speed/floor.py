"""The floor: the cost of reading, decoding, encoding and writing records without cleaning."""

from __future__ import annotations

import json

from speed.subjects import Run


def fast() -> Run:
    """Use msgspec, as cleaner does."""
    import msgspec

    return _copy(msgspec.json.Decoder().decode, msgspec.json.Encoder().encode)


def standard() -> Run:
    """Use json of the standard library."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return _copy(json.loads, lambda record: encode(record).encode())


def _copy(decode: object, encode: object) -> Run:
    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)  # type: ignore[operator]
                record["text"] = "\n".join(record["text"].split("\n"))
                written.write(encode(record) + b"\n")  # type: ignore[operator]

    return run
