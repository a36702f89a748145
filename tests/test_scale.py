"""What a corpus costs: the page is what its figures give, and the model counts what it says."""

from __future__ import annotations

import re

import pytest

import scale
from scale import GIGABYTE, MEGABYTE, TERABYTE, Figures

FIGURES = Figures(
    documents=1,
    bytes=2_000.0,
    packed=800.0,
    written=900.0,
    cleaning=0.004,
    around=0.001,
    deviation=0.006,
    start=1.0,
)


def test_the_page_shows_what_its_figures_give():
    figures, machine = scale.read_figures()
    text = scale.page().read_text(encoding="utf-8")
    expected = {
        "scale figures": f"{machine}\n\n" + scale.table(*scale._figures(figures)),
        "scale cost": scale.table(*scale._costs(figures)),
    }
    for name, content in expected.items():
        found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- end -->", text, re.DOTALL)
        assert found[1] == content


def test_core_hours_count_documents_alone():
    costs = [scale.cost(FIGURES, TERABYTE, cores, 256 * MEGABYTE) for cores in (1, 100, 10_000)]
    assert {round(one.core_hours, 6) for one in costs} == {round(5e8 * 0.005 / 3600, 6)}
    assert costs[0].documents == 5e8


@pytest.mark.parametrize(
    ("size", "cores", "shard", "bottleneck"),
    [
        (TERABYTE, 1, GIGABYTE, "CPU"),
        (TERABYTE, 100, GIGABYTE, "CPU"),
        (TERABYTE, 10_000, GIGABYTE, "one shard"),
        (100 * TERABYTE, 10_000, GIGABYTE, "CPU"),
        (10 * MEGABYTE, 10_000, MEGABYTE, "start"),
        (100 * TERABYTE, 1_000_000, GIGABYTE / 10, "store"),
    ],
)
def test_the_clock_waits_for_the_slowest(size, cores, shard, bottleneck):
    assert scale.cost(FIGURES, size, cores, shard).bottleneck == bottleneck


def test_more_cores_than_shards_stand_idle():
    few, many = (scale.cost(FIGURES, TERABYTE, cores, 10 * GIGABYTE).wall for cores in (100, 10_000))
    assert few == pytest.approx(many)


def test_the_simulation_is_the_same_each_time_and_never_beats_the_perfect_division():
    one, other = (scale.simulate(FIGURES, 50 * GIGABYTE, 50, 256 * MEGABYTE) for _ in range(2))
    assert one == other
    assert one.factor >= 1
    assert one != scale.simulate(FIGURES, 50 * GIGABYTE, 50, 256 * MEGABYTE, seed=17)


def test_large_shards_leave_cores_idle_at_the_end():
    small, large = (
        scale.simulate(FIGURES, 100 * GIGABYTE, 100, shard).factor for shard in (64 * MEGABYTE, GIGABYTE)
    )
    assert small < large


def test_a_killed_task_repeats_half_a_shard():
    shard = GIGABYTE
    assert scale.simulate(FIGURES, shard, 1, shard).lost == pytest.approx(shard / 2_000 * 0.005 / 2)


def test_the_figures_of_a_measurement_add_up():
    records = [
        {"id": str(n), "text": f"Boat {n} left the pier.\n\nAdvertisement\n\nIt came back."} for n in range(30)
    ]
    found = scale.measure(records)
    assert found.documents == 30
    assert found.bytes > 60
    assert found.seconds == found.cleaning + found.around > 0
    assert 0 < found.packed < found.bytes
