"""The null: where accounts are alike and slots are dealt at random, chance alone makes them unequal.

False alarms: each comparison lies outside what it allows once in a thousand worlds (once in ten thousand
for the chi-square). The draws are keyed, so a test that passes does not fail another day.
"""

import numpy as np
import pytest
from scipy import stats

from experiments.verification.checks.world import exposure
from sim.core.inequality import gini, poisson_gini
from sim.world.creators import Tier

BY_CHANCE = 1000


@pytest.fixture(scope="module")
def at_random() -> tuple[np.ndarray, np.ndarray]:
    return exposure("policy=random")


def null_ginis(total: int, accounts: int) -> np.ndarray:
    """Gini of a total dealt to equal accounts, as often as it takes for the tails."""
    draw = np.random.default_rng(1)
    return np.sort([gini(draw.multinomial(total, np.full(accounts, 1 / accounts))) for _ in range(2 * BY_CHANCE)])


def test_the_gini_of_exposure_is_that_of_chance(at_random) -> None:
    shown, _ = at_random
    null = null_ginis(int(shown.sum()), shown.size)
    assert shown.sum() > 150_000
    assert null[0] < gini(shown) < null[-1]
    assert null.mean() == pytest.approx(poisson_gini(shown.mean(), shown.size), rel=0.01)


def test_accounts_get_a_poisson_number_each(at_random) -> None:
    shown, _ = at_random
    assert stats.chisquare(shown).pvalue > 1e-4
    assert stats.chisquare(shown).pvalue < 1 - 1e-4, "too even to be chance"


def test_tiers_get_the_share_of_their_number(at_random) -> None:
    shown, tier = at_random
    by_tier = np.bincount(tier, weights=shown, minlength=len(Tier))
    share = np.bincount(tier, minlength=len(Tier)) / tier.size
    assert share.tolist() == pytest.approx([0.8, 0.17, 0.03], abs=0.01)
    assert stats.chisquare(by_tier, share * shown.sum()).pvalue > 1e-4


def test_what_is_not_chance_is_seen() -> None:
    """The same accounts under a ranking, and unlike accounts under a random one with uneven cadence."""
    shown, _ = exposure("policy=interest", "platform.follow_share=0")
    assert gini(shown) > 3 * poisson_gini(shown.mean(), shown.size)
    assert stats.chisquare(shown).pvalue < 1e-9
