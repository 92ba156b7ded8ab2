"""Metrics of careers against what the tables say."""

import numpy as np
import pytest

import sim

CAREERS = ("scenario=quick", "careers=standard", "horizon_days=60", "careers.entrants_per_month=0.5",
           "population.entrants_at_most=1", "refresh_minutes=1440")  # fmt: skip


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.simulate(list(CAREERS))


def last(run: sim.Run, metric: str, group: str = "all") -> float:
    rows = run.metrics[(run.metrics["metric"] == metric) & (run.metrics["group"] == group)]
    return float(rows["value"].iloc[-1])


def test_income_and_wages_are_those_of_active_accounts(run) -> None:
    world = run.warm.world
    active = world.creators.active(world.now)
    income, wage = world.careers.income[active], world.careers.wage[active]
    assert last(run, "income") == pytest.approx(income.mean())
    assert last(run, "below_wage") == pytest.approx((income < wage).mean())
    assert 0 < last(run, "income_gini") < 1


def test_newcomers_wait_for_their_thousandth_view(run) -> None:
    waited = last(run, "time_to_1k")
    assert 0 < waited < 60
    shown = run.ledger.merge(run.creators[["creator", "joined_day"]], on="creator")
    shown = shown[shown["joined_day"] >= 0].groupby(["creator", "day", "joined_day"])["impressions"].sum().reset_index()
    shown["seen"] = shown.groupby("creator")["impressions"].cumsum() * 84
    first = shown[shown["seen"] >= 1000].groupby("creator").first()
    took = (first["day"] + 1 - first["joined_day"]).reindex(
        run.creators.loc[run.creators["joined_day"] >= 0, "creator"], fill_value=np.inf
    )  # fmt: skip
    assert waited >= np.median(took[np.isfinite(took)]) - 1, "those who wait still pull it up"
    assert waited <= np.median(took) + 5


def test_without_careers_there_is_no_income() -> None:
    names = sim.simulate(["scenario=quick", "horizon_days=5"]).metrics["metric"].unique()
    assert not {"income", "income_gini", "below_wage"} & set(names)
