"""The sources of a run, kept in a temporary file so that their number does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cleaner.core.errors import ConfigurationError
from cleaner.runner.workers.task import Source
from cleaner.system.errors import write_error
from cleaner.system.paths import display_name


class SourceList:
    """The sources of a run, found once and kept where they take no memory; no two have one place.

    Places that differ in case or Unicode form only are one place on some file systems, so they are here.
    """

    def __init__(self, sources: Iterable[Source], places: Iterable[Callable[[Source], str]]) -> None:
        """Raises ConfigurationError where two sources would be written to one place."""

        import json
        from array import array
        from tempfile import SpooledTemporaryFile, gettempdir

        self._file = SpooledTemporaryFile(1 << 24)
        self._places = list(places)
        self.count = 0
        sizes = 0
        compressions: set[str] = set()
        keys = [array("Q") for _ in self._places]
        try:
            for source in sources:
                self._file.write(json.dumps(source).encode() + b"\n")
                self.count += 1
                sizes = sizes + source.size if min(sizes, source.size) >= 0 else -1
                compressions.add(source.compression)
                for known, place in zip(keys, self._places, strict=True):
                    known.append(_key(place(source)))
        except OSError as error:
            raise write_error(gettempdir(), error) from None
        # of all files; 0 where the size of one is not known, or means another thing than that of the next
        self.bytes = max(sizes, 0) if len(compressions) < 2 else 0
        for known, place in zip(keys, self._places, strict=True):
            self._check(sorted(known), place)

    def __iter__(self) -> Iterator[Source]:
        self._file.seek(0)
        import json

        for line in self._file:
            yield Source(*json.loads(line))

    def _check(self, keys: list[int], place: Callable[[Source], str]) -> None:
        twice = {key for key, following in zip(keys, keys[1:]) if key == following}
        taken: dict[str, str] = {}
        for source in self if twice else ():
            path = place(source)
            if _key(path) not in twice:
                continue
            folded = _folded(path)
            if folded in taken:
                raise ConfigurationError(
                    f"{taken[folded]} and {source.shown} would both be written to {display_name(path)}; "
                    "rename one, or clean them into two folders"
                )
            taken[folded] = source.shown

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def _folded(path: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", display_name(path)).casefold()


def _key(path: str) -> int:
    from hashlib import sha256

    return int.from_bytes(sha256(_folded(path).encode()).digest()[:8])
