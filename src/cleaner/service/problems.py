"""The errors of the service: one line as problem details (RFC 9457), and a status code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from cleaner.core.result import BINARY, Failure
from cleaner.service.work import QUESTION

PROBLEM_TYPE = "application/problem+json"
MEANINGS = {
    400: "The body cannot be read to its end, or is not what its headers say.",
    404: "There is no such path.",
    405: "The path takes another method.",
    408: "The client sent nothing for too long.",
    413: "The body, or the text or page in it, is past a limit.",
    415: "The type or the encoding of the body is not accepted.",
    422: "An option is wrong, or the text or page cannot be cleaned.",
    500: "A bug of this program.",
    503: "The service is busy or stopping, or the document took too much time or memory.",
}
_STATUS = {
    "limit": 413,
    BINARY: 415,
    "encoding": 422,
    "input": 422,
    QUESTION: 422,
    "unreadable": 400,
    "internal": 500,
}


class ProblemError(Exception):
    """An answer that is no success. `detail` is one line, which says what to do."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, failure: Failure, *, stopped: bool = False) -> ProblemError:
        """Return the problem for a text or page that was not cleaned."""
        return cls(503 if stopped else _STATUS.get(failure.kind, 422), failure.why)

    def body(self) -> bytes:
        """Return the problem details as JSON."""
        detail = " ".join(self.detail.split())
        details = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        return json.dumps(details | {"detail": detail}).encode() + b"\n"
