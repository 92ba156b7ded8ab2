import numpy as np
import pytest
from scipy.stats import binom

from sim.market import bandits
from sim.market.two_products import best_number_of_creators, probability_best
from sim.market.two_products import estimate_variance as variance


@pytest.mark.parametrize(("clicks", "right"), [(500, 0.8444), (1000, 0.9245), (2000, 0.9790), (5000, 0.9994)])
def test_the_better_of_two_products_exactly(clicks: int, right: float) -> None:
    assert probability_best(0.02, 0.03, clicks) == pytest.approx(right, abs=5e-5)
    assert probability_best(0.03, 0.03, clicks) == pytest.approx(0.5)
    assert probability_best(0.02, 0.03, clicks, clicks) == probability_best(0.02, 0.03, clicks)


def test_the_better_of_two_products_at_unequal_clicks() -> None:
    """Against all outcomes of a small test, one by one; rates are compared as fractions."""
    low, high, worse, better = 0.3, 0.4, 6, 9
    ways = [
        (one * better, other * worse, binom.pmf(one, worse, low) * binom.pmf(other, better, high))
        for one in range(worse + 1)
        for other in range(better + 1)
    ]
    right = sum(p * ((theirs < own) + 0.5 * (theirs == own)) for theirs, own, p in ways)
    assert probability_best(low, high, worse, better) == pytest.approx(right)
    with pytest.raises(ValueError, match="clicks >= 1"):
        probability_best(low, high, 5, 0)


def test_more_creators_beat_more_clicks_the_more_they_differ() -> None:
    spreads = (0.001, 0.003, 0.01, 0.03)
    numbers = [best_number_of_creators(0.03, spread, 10_000_000, 85_000, 60.0) for spread in spreads]
    assert numbers == sorted(numbers)
    assert best_number_of_creators(0.03, 0.0, 10_000_000, 85_000, 60.0) == 0.0
    chosen = numbers[2]

    def at(creators: float) -> float:
        return variance(0.03, 0.01, creators, (10_000_000 - creators * 85_000) / 60.0 / creators)

    assert at(chosen) < min(at(0.9 * chosen), at(1.1 * chosen))


def lives(rule: bandits.Rule, rates: list[float], budget: int, times: int) -> tuple[float, float]:
    """Share of tests that find the best product, and the share of clicks that it got."""
    right, own = 0, 0.0
    for number in range(times):
        rng = np.random.default_rng(number)
        luck = np.random.default_rng((number, 1)).random((60, len(rates)))
        found, _, clicks = bandits.try_products(
            rule, len(rates), budget, lambda _, n, rng=rng: rng.binomial(n, rates), lambda n, luck=luck: luck[n]
        )
        right += found == int(np.argmax(rates))
        own += clicks[int(np.argmax(rates))] / clicks.sum()
        assert clicks.sum() <= budget
    return right / times, own / times


def test_explore_then_commit_is_the_exact_test() -> None:
    share, _ = lives("explore_then_commit", [0.02, 0.03], 2_000, 1_500)
    assert share == pytest.approx(0.9245, abs=4 * (0.9245 * 0.0755 / 1_500) ** 0.5)


@pytest.mark.parametrize("rule", ["successive_halving", "thompson", "ucb"])
def test_a_rule_that_learns_gives_more_to_the_best(rule: bandits.Rule) -> None:
    rates = [0.01, 0.02, 0.03, 0.08]
    _, evenly = lives("explore_then_commit", rates, 4_000, 40)
    right, own = lives(rule, rates, 4_000, 40)
    assert right > 0.9
    assert evenly == pytest.approx(0.25)
    assert own > 0.35


def test_posterior_and_ties() -> None:
    assert bandits.probability_above(30, 1_000, 0.02) > 0.97
    assert bandits.probability_above(0, 0, 0.25) == pytest.approx(0.75)
    both = np.array([3, 3])
    assert [bandits.best(both, both + 7, tie) for tie in (0.1, 0.9)] == [0, 1]
