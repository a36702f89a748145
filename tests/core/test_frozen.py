"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

import pickle

import pytest

from cleaner.core.document import Document, Origin
from cleaner.core.result import Result


def test_a_document_never_changes_and_is_what_its_fields_say():
    document = Document("Rain fell.", title="Rain")
    for change in (lambda: setattr(document, "text", ""), lambda: delattr(document, "text")):
        with pytest.raises(AttributeError, match="never changes"):
            change()
    assert document == Document("Rain fell.", "Rain") != document._replace(title=None)
    assert document != "Rain fell."
    assert repr(Result(document))[:40] == "Result(document=Document(text='Rain fell"
    assert document.folded == pickle.loads(pickle.dumps(document)).folded
    assert pickle.loads(pickle.dumps(document)) == document
    origin = Origin("a.txt", content=b"Rain fell.")
    assert origin == origin._replace(content=None)
    assert "Rain" not in repr(origin)
    assert origin.as_dict()["digest"] == origin.digest
    with pytest.raises(TypeError):
        hash(origin)


def test_the_generated_init_takes_fields_by_position_or_name_and_rejects_others():
    assert Document("Rain fell.", "Rain") == Document(title="Rain", text="Rain fell.")
    for arguments, fields in (
        ((), {}),
        (("Rain fell.",), {"headline": "Rain"}),
        (("Rain fell.",), {"text": "Snow"}),
    ):
        with pytest.raises(TypeError, match="__init__"):
            Document(*arguments, **fields)
    with pytest.raises(TypeError, match="unexpected keyword"):
        Document("Rain fell.")._replace(headline="Rain")


def test_a_default_made_by_a_factory_belongs_to_one_object():
    first, second = Origin(), Origin()
    first.settings["fast"] = True
    assert second.settings == {}
    assert not hasattr(Origin, "settings")
