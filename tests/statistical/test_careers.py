"""Careers against closed forms: who leaves and comes, what a boost does, where topics settle; in the processes."""

import math

import numpy as np
import pytest
from scipy.stats import norm

import sim
from experiments.verification.checks.lives import CONSTANT, HAZARD, MONTHS
from experiments.verification.checks.supply import publish, settle_topics, stage
from sim.analysis import survival
from sim.core.inequality import gini
from sim.core.units import TICKS_PER_DAY
from sim.processes.careers import set_pace


def test_a14_survival_under_a_constant_hazard() -> None:
    """S(12) = e^-1.2 = .3012, median 6.93 months; standard error .0145 with 1,000 accounts."""
    run = sim.simulate([*CONSTANT, "population.creators=1000", "careers.entrants_per_month=0"])
    curve = survival.kaplan_meier(survival.lives(run.creators, run.days))
    se = math.sqrt(math.exp(-1.2) * (1 - math.exp(-1.2)) / 1000)
    assert survival.survival_at(curve, 11.999) == pytest.approx(math.exp(-HAZARD * MONTHS), abs=3 * se)
    assert survival.median_months(curve) == pytest.approx(math.log(2) / HAZARD, abs=3 * 0.32)  # 1 / (2 f sqrt n)
    at_six = curve.loc[curve["months"] <= 6.0].iloc[-1]
    assert at_six["low"] < math.exp(-0.6) < at_six["high"]


def test_a14_is_unbiased_under_independent_censoring() -> None:
    """Entrants are censored at the end after anything from no to twelve months."""
    many = ["population.creators=200", "population.entrants_at_most=2", "careers.entrants_per_month=2"]
    run = sim.simulate([*CONSTANT, *many])
    lived = survival.lives(run.creators, run.days)
    assert survival.monthly_hazard(lived) == pytest.approx(HAZARD, rel=0.07)
    newcomers = survival.kaplan_meier(lived[lived["entrant"]])
    at_six = newcomers.loc[newcomers["months"] <= 6.0].iloc[-1]
    assert at_six["low"] - 0.01 < math.exp(-0.6) < at_six["high"] + 0.01
    assert (survival.logrank(lived, "niche")["p"] > 0.001).all()
    # A15 with 400 newcomers a month: N(t) = N* + (N0 - N*) e^-ht, N* = 4,000; 100 a month from nothing are 698.8
    expected = 4000 * (1 - math.exp(-1.2)) + 200 * math.exp(-1.2)
    active = run.metrics.loc[run.metrics["group"] == "all", "value"].iloc[-1]
    assert active == pytest.approx(expected, abs=3.5 * math.sqrt(expected))
    assert 1000 * (1 - math.exp(-1.2)) == pytest.approx(698.8, abs=0.05)


def test_a15_a_thousand_accounts_stay_a_thousand() -> None:
    more = ["population.creators=1000", "careers.entrants_per_month=0.1"]
    run = sim.simulate([*CONSTANT, *more])
    active = run.metrics.loc[run.metrics["group"] == "all", "value"]
    assert active.iloc[-180:].mean() == pytest.approx(1000, abs=90)


def _uploads_tomorrow(boosts: float) -> int:
    staged = stage("population.creators=20000", "population.koc_uploads_per_day=1", "careers.learning=false")
    world = staged.world
    world.now = TICKS_PER_DAY
    publish(world, TICKS_PER_DAY)
    world.careers.thaw()
    world.careers.lift[:] = boosts
    set_pace(world)
    return publish(world, 2 * TICKS_PER_DAY)


def test_c26_a_boost_lifts_supply_on_its_day() -> None:
    """A received boost lifted uploads by 13.2 % where it was measured; within 3 points."""
    lifted, usual = _uploads_tomorrow(1.0), _uploads_tomorrow(0.0)
    assert lifted / usual - 1 == pytest.approx(math.exp(0.12) - 1, abs=0.01)
    assert lifted / usual - 1 == pytest.approx(0.132, abs=0.03)


def test_without_a_boost_the_plan_stays_to_the_millisecond() -> None:
    world = stage("population.creators=50").world
    world.now = TICKS_PER_DAY
    publish(world, TICKS_PER_DAY)
    before = world.creators.next_upload_at.copy()
    set_pace(world)
    assert np.array_equal(world.creators.next_upload_at, before)


def test_a31_supply_settles_where_demand_is() -> None:
    """Ideal free distribution: under attention shared by a topic's items, N_k / N is the topic's share of demand."""
    supply, demand = settle_topics(120, "careers.imitation=0", "careers.best_response_per_week=0")
    assert 0.5 * np.abs(demand - 0.2).sum() > 0.2, "where it began"
    assert 0.5 * np.abs(supply - demand).sum() < 0.03
    assert supply == pytest.approx(demand, rel=0.12)


def test_nobody_burns_out_of_a_single_day() -> None:
    """Burn-out is a matter of a month: at a steady pace its hazard is the same on the first days as later."""
    steady = ["careers.exit_level_per_month=0", "careers.returns=false", "careers.cadence=false"]
    alone = ["population.users=2", "population.first_follows=0", "population.creators=4000"]
    days = ["horizon_days=30", "warmup_days=0", "refresh_minutes=1440", "record.metrics=[exits]"]
    more = ["careers=standard", "careers.burnout_per_month=1", "careers.entrants_per_month=0", "careers.topics=false"]
    run = sim.simulate([*more, *steady, *alone, *days])
    left = run.creators["first_left_day"].to_numpy(np.float64, na_value=np.inf)
    strain = run.creators["habit"] * run.creators["reliability"]
    strain /= np.where(run.creators["full_time"], 3.0, 1.0)
    expected = 4000 * (1 - np.exp(-(strain**2) / 30)).mean()  # a day
    assert (left == 1).sum() == pytest.approx(expected, abs=4 * math.sqrt(expected))
    assert (left < np.inf).sum() == pytest.approx(30 * expected, rel=0.25), "and later: a little more, for luck adds"


def test_the_catalogue_of_the_start_is_not_the_work_of_its_first_day() -> None:
    world = stage("population.creators=300", "population.koc_uploads_per_day=1").world
    before = world.careers.uploads.copy()
    publish(world, TICKS_PER_DAY)
    made = (world.careers.uploads - before).sum()
    assert made == (world.items.visible_from >= 0).sum()
    assert len(world.items) > 5 * made > 0


def test_a19_wages_are_as_unequal_as_their_law() -> None:
    """A lognormal's Gini coefficient is 2 Phi(sigma / sqrt 2) - 1."""
    careers = stage("population.creators=20000", "careers.koc_full_time_share=1").world.careers
    wages = careers.wage[careers.full_time == 1]
    assert gini(wages) == pytest.approx(2 * norm.cdf(0.5 / math.sqrt(2)) - 1, abs=0.005)
    assert np.median(wages) == pytest.approx(5000, rel=0.02)


def test_c24_one_or_two_in_ten_last_two_years() -> None:
    """With a tenth of the users, where an impression stands for ten times as many views."""
    small = ["population.users=150", "population.creators=300", "careers.views_per_impression=840"]
    days = ["horizon_days=721", "warmup_days=0", "refresh_minutes=1440", "record.metrics=[exits]"]
    run = sim.simulate(["careers=standard", *small, *days])
    lived = survival.lives(run.creators, run.days)
    curve = survival.kaplan_meier(lived[~lived["entrant"]])
    assert 0.1 < survival.survival_at(curve, 24.0) < 0.25
    assert survival.monthly_hazard(lived) == pytest.approx(0.067, abs=0.012)
