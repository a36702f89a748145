"""The floor: what reading, taking apart, putting together and writing cost, with nothing done in between."""

from __future__ import annotations

import json

from speed.subjects import Run


def fast() -> Run:
    """With the JSON library that cleaner uses."""
    import msgspec

    return _between(msgspec.json.Decoder().decode, msgspec.json.Encoder().encode)


def standard() -> Run:
    """With Python's own JSON."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return _between(json.loads, lambda record: encode(record).encode())


def _between(decode: object, encode: object) -> Run:
    def run(source: str, out: str) -> None:
        with open(source, "rb") as lines, open(out, "wb") as written:
            for line in lines:
                record = decode(line)  # type: ignore[operator]
                record["text"] = "\n".join(record["text"].split("\n"))
                written.write(encode(record) + b"\n")  # type: ignore[operator]

    return run
