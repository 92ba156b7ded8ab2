import numpy as np

from sim.core.units import NEVER, TICKS_PER_DAY
from sim.world import grouping
from sim.world.world import World


def test_tiers_are_half_open() -> None:
    tiers = grouping.by_tier(np.array([0.0, 9_999.0, 10_000.0, 299_999.0, 300_000.0]))
    assert tiers.code.tolist() == [0, 0, 1, 1, 2]
    assert tiers.labels() == ["tier=koc", "tier=mid", "tier=head"]


def test_quadrants_cross_niche_with_size() -> None:
    quadrants = grouping.by_quadrant(np.array([0, 0, 1, 1], dtype=np.uint8), np.array([3e5, 1.0, 3e5, 1.0]))
    assert [quadrants.members[code] for code in quadrants.code] == [
        "mainstream-large", "mainstream-small", "niche-large", "niche-small",
    ]  # fmt: skip


def test_ages_are_half_open_and_absent_accounts_youngest() -> None:
    joined = np.array([100, 71, 70, 10, -265, NEVER // TICKS_PER_DAY]) * TICKS_PER_DAY
    ages = grouping.by_age(joined, 100 * TICKS_PER_DAY)
    assert [ages.members[code] for code in ages.code] == ["0-30d", "0-30d", "30-90d", "90-365d", "365d+", "0-30d"]


def test_sums_are_exact_and_by_group() -> None:
    niche = grouping.by_niche(np.array([1, 0, 1], dtype=np.uint8))
    assert niche.sums(np.array([2**40, 5, 1])).tolist() == [5.0, 2.0**40 + 1.0]


def test_all_groupings_cover_all_accounts(world: World) -> None:
    for kind, sorted_ in grouping.groupings(world.creators, 0).items():
        assert sorted_.kind == kind
        assert sorted_.code.shape == (20,)
        assert sorted_.sums(np.ones(20)).sum() == 20
