"""A site is never on both sides of the cross-validation; what a site is."""

from __future__ import annotations

import pytest

from cleaner.api import Cleaner
from cleaner.evaluation.gold import read_gold
from cleaner.training.cross_validation import FOLDS, folds_of
from cleaner.training.examples import examples, site_of
from support.gold import article, write
from support.labelled import gold

MANY = tuple(f"site-{number}.example" for number in range(FOLDS + 2))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    write(path, *gold(2, MANY))
    rules = Cleaner(repair=False, ignore=["learned"]).matcher("text")
    return list(examples((("gold", record) for record in read_gold([str(path)])), rules))


def test_a_site_never_stands_on_both_sides(found):
    folds = folds_of(found)
    assert set(folds) == set(range(FOLDS))
    places = {}
    for example, fold in zip(found, folds, strict=True):
        places.setdefault(example.site, set()).add(fold)
    assert set(places) == set(MANY)
    assert {len(own) for own in places.values()} == {1}


def test_a_model_of_a_fold_learns_from_no_row_of_it(found, monkeypatch):
    np = pytest.importorskip("numpy")
    pytest.importorskip("sklearn")
    from cleaner.training import cross_validation, fit

    rows, folds = fit.Rows(found), folds_of(found)
    fold_of_row = np.array(folds)[rows.example_of]
    learned = []

    def first_look(rows, chosen):
        learned.append(set(fold_of_row[chosen]))
        return fit.FirstLook(np.zeros(1 << 18), np.zeros(fit.slots.SLOTS))

    def second_look(rows, scores, parts, chosen):
        return set(fold_of_row[chosen])

    monkeypatch.setattr(fit, "first_look", first_look)
    monkeypatch.setattr(fit, "second_look", second_look)
    models, whole = cross_validation.fit_folds(rows, folds)
    everything = set(range(FOLDS))
    assert {fold: parts.second for fold, parts in models.items()} == {
        fold: everything - {fold} for fold in everything
    }
    assert whole.second == everything
    assert sorted(map(len, learned)) == [FOLDS - 2] * 10 + [FOLDS - 1] * 5 + [FOLDS]


SITES = {
    "host": ({"url": "https://www.harbour.example/boats/1"}, "harbour.example"),
    "subdomain": ({"url": "https://sport.harbour.example/1"}, "harbour.example"),
    "country": ({"url": "https://news.harbour.co.uk/1"}, "harbour.co.uk"),
    "no_country_code": ({"url": "https://news.co.example/1"}, "co.example"),
    "shared_host": ({"url": "https://seal.github.io/1"}, "seal.github.io"),
    "archive": ({"url": "https://web.archive.org/web/2020id_/http://harbour.example/1"}, "harbour.example"),
    "no_scheme": ({"url": "harbour.example/1"}, "harbour.example"),
    "folder_of_the_id": ({"url": None, "id": "harbour/boats/1"}, "harbour/boats"),
    "id_alone": ({"url": None, "id": "boats"}, "boats"),
}


@pytest.mark.parametrize(("fields", "site"), SITES.values(), ids=SITES)
def test_the_site_is_the_registered_host_or_the_folder_of_the_id(tmp_path, fields, site):
    (record,) = read_gold([str(write(tmp_path / "gold.jsonl", article(**fields)))])
    assert site_of(record) == site
