"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import json

import cleaner
from cleaner.intake import documents as intake
from cleaner.report.ledger import dumps, ledger


def account(worker, data: bytes) -> tuple[cleaner.Result, dict]:
    result = worker.run(intake.from_bytes(data, source="a.txt"))
    return result, json.loads(dumps(ledger(result, rules_digest=worker.rules_digest("text"))))
