"""Metrics of how exposure is distributed."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from sim.core.inequality import poisson_gini
from sim.metrics import Day
from sim.world.tally import COLUMNS, Lane
from sim.world.world import World

Values = Callable[..., dict[str, float]]
MakeDay = Callable[..., Day]


def recent(natural: object, paid: object = 0) -> np.ndarray:
    window = np.zeros((2, 20), dtype=np.int64)
    window[0], window[1] = natural, paid
    return window


def test_equal_exposure(day: MakeDay, values: Values) -> None:
    today = day(recent=recent(100))
    assert values("exposure_gini", today)["all"] == 0.0
    assert values("exposure_gini_excess", today)["all"] == pytest.approx(-poisson_gini(100.0, 20))
    assert values("effective_creators", today)["all"] == pytest.approx(20.0)
    assert values("exposure_top_share", today) == pytest.approx(
        {"top=1%": 0.01, "top=3%": 0.03, "top=10%": 0.1, "top=20%": 0.2}
    )
    assert values("coverage", today) == {"all": 1.0, "at_least=100": 1.0}


def test_paid_traffic_counts_only_where_said(day: MakeDay, values: Values) -> None:
    alone = np.eye(20, dtype=np.int64)[4] * 1900
    seen = values("exposure_gini", day(recent=recent(100, alone)))
    assert seen["all"] == 0.0
    assert seen["basis=total"] == pytest.approx((2000 + 19 * 100) ** -1 * 1900 * 19 / 20)


def test_accounts_that_left_are_not_counted(day: MakeDay, values: Values, world: World) -> None:
    natural = np.where(np.arange(20) < 10, 0, 50)
    world.close_account(np.arange(10), 0)
    today = day(recent=recent(natural))
    assert values("exposure_gini", today)["all"] == 0.0
    assert values("coverage", today) == {"all": 1.0, "at_least=100": 0.0}


def test_equal_accounts_with_luck_have_no_excess(day: MakeDay, values: Values) -> None:
    draw = np.random.default_rng(3)
    excess = [values("exposure_gini_excess", day(recent=recent(draw.poisson(30, 20))))["all"] for _ in range(200)]
    assert np.mean(excess) == pytest.approx(0.0, abs=0.004)


def test_nothing_shown_leaves_nothing_to_measure(day: MakeDay, values: Values) -> None:
    names = ("exposure_gini", "exposure_gini_excess", "effective_creators", "exposure_top_share", "parity", "auc")
    assert all(math.isnan(value) for name in names for value in values(name, day()).values())


def test_merit_slope(day: MakeDay, values: Values, world: World) -> None:
    quality = world.creators.quality
    level = 5.0 * world.creators.niche  # another level for niche accounts is not merit
    natural = np.round(np.expm1(12.0 + level + 0.5 * quality)).astype(np.int64)
    assert values("merit_slope", day(recent=recent(natural)))["all"] == pytest.approx(0.5, abs=1e-4)
    assert values("merit_slope", day(recent=recent(100)))["all"] == pytest.approx(0.0, abs=1e-12)


def test_parity_is_one_where_exposure_follows_interest(day: MakeDay, values: Values, world: World) -> None:
    shares = np.exp(world.users.logit.astype(float))
    shares /= shares.sum(axis=1, keepdims=True)
    visits = world.users.visits_per_day
    demand = visits @ shares / visits.sum()
    by_topic = np.zeros((world.topics.demand.size, COLUMNS), dtype=np.int64)
    by_topic[:, Lane.INTEREST] = np.round(1e9 * demand)
    by_creator = np.zeros((20, COLUMNS), dtype=np.int64)
    by_creator[0, Lane.INTEREST] = by_topic.sum()
    assert world.creators.niche[0] == 0
    seen = values("parity", day(by_topic=by_topic, by_creator=by_creator))
    assert seen == pytest.approx({"all": 1.0, "basis=accounts": 0.0}, abs=1e-6)


def test_parity_asks_only_users_who_are_there(day: MakeDay, values: Values, world: World) -> None:
    niche = world.topics.niche
    world.users.logit[:] = -20.0
    world.users.logit[:25, np.flatnonzero(niche)[0]] = 20.0
    world.users.logit[25:, np.flatnonzero(~niche)[0]] = 20.0
    world.users.away[25:] = 1
    by_topic = np.zeros((world.topics.demand.size, COLUMNS), dtype=np.int64)
    by_topic[niche, Lane.INTEREST] = 1
    by_creator = np.zeros((20, COLUMNS), dtype=np.int64)
    by_creator[0, Lane.INTEREST] = niche.sum()
    assert values("parity", day(by_topic=by_topic, by_creator=by_creator))["all"] == pytest.approx(1.0)


def test_leakage_is_the_share_of_niche_labels_that_are_false(day: MakeDay, values: Values, world: World) -> None:
    by_topic = np.zeros((world.topics.demand.size, COLUMNS), dtype=np.int64)
    by_topic[:, Lane.INTEREST] = np.where(world.topics.niche, 3, 100)
    by_topic[:, Lane.PAID] = 50
    astray = np.zeros(COLUMNS, dtype=np.int64)
    meant = 3 * int(world.topics.niche.sum())
    assert values("leakage", day(by_topic=by_topic, astray=astray))["all"] == 0.0
    astray[Lane.EXPLORE], astray[Lane.PAID] = 2 * meant, 10**6
    by_creator = np.zeros((len(world.creators), COLUMNS), dtype=np.int64)
    by_creator[0, [Lane.INTEREST, Lane.PAID]] = 8 * meant, 10**6
    seen = values("leakage", day(by_topic=by_topic, astray=astray, by_creator=by_creator))
    assert seen == pytest.approx({"all": 2 / 3, "basis=slots": 2 / 8})


def test_interest_entropy(day: MakeDay, values: Values, world: World) -> None:
    world.users.logit[:] = 0.0
    assert values("interest_entropy", day())["all"] == pytest.approx(math.log(world.topics.demand.size), rel=1e-6)
    world.users.logit[:, 0] = 80.0
    assert values("interest_entropy", day())["all"] == pytest.approx(0.0, abs=1e-6)
