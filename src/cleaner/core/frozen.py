"""Objects that are what their fields say, and never change.

As frozen dataclasses are, without what the import of dataclasses costs: a tenth of cleaning one article.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self


class Frozen:
    """The annotations of a class are its fields, in order; its `__init__` sets them all by `_set`.

    Fields that are `_excluded` make no difference to equality, and `repr` leaves them out.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _excluded: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(name for name in cls.__annotations__ if not name.startswith("_"))

    def _set(self, **fields: Any) -> None:
        vars(self).update(fields)

    def _replace(self, **changes: Any) -> Self:
        """The same but for some fields."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    def _compared(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._fields if name not in self._excluded}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} never changes; make another one instead")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} never changes; make another one instead")

    def __eq__(self, other: object) -> bool:
        return self._compared() == other._compared() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._compared().values()))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._compared().items())})"
        )
