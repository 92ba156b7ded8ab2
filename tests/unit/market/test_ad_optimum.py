"""A20: the ad load that pays best, and what judging users by a month costs; against brute force."""

import numpy as np
import pytest

from sim.market.ad_optimum import best_load, followed_load, planned_load


@pytest.mark.parametrize(("response", "elasticity", "best"), [(2.0, 0.0, 0.25), (2.0, 0.3, 0.2059), (3.0, 0.0, 1 / 6)])
def test_a20_the_best_load(response: float, elasticity: float, best: float) -> None:
    assert best_load(response, elasticity) == pytest.approx(best, abs=5e-5)
    loads = np.linspace(1e-4, 1.0 / response, 200_001)
    revenue = loads ** (1.0 - elasticity) * (1.0 - response * loads)
    assert loads[revenue.argmax()] == pytest.approx(best_load(response, elasticity), abs=1e-5)


def test_a20_a_myopic_plan_is_three_times_the_best_until_it_is_capped() -> None:
    assert planned_load(2.0, 1 / 3) == pytest.approx(3 * best_load(2.0)) == pytest.approx(0.75)
    assert planned_load(1.0, 1 / 3) == 1.0


@pytest.mark.parametrize("elasticity", [0.0, 0.3])
def test_who_keeps_looking_overloads_less_than_who_plans_on_paper(elasticity: float) -> None:
    response, seen = 2.0, 1 / 3
    end = followed_load(response, seen, elasticity)
    assert (1 - elasticity) * (1 - response * end) == pytest.approx(seen * response * end)  # no step seems to pay
    assert best_load(response, elasticity) < end < planned_load(response, seen, elasticity)
    assert followed_load(response, 1.0, elasticity) == pytest.approx(best_load(response, elasticity))
    assert followed_load(response, seen) == pytest.approx(1.5 * best_load(response))


def test_refusals() -> None:
    with pytest.raises(ValueError, match="response > 0"):
        best_load(0.0)
    with pytest.raises(ValueError, match="a seen share in"):
        followed_load(2.0, 0.0)
