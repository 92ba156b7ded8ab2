"""Every field of a traffic plan that engines serve: both engines do the same with it, and it has an effect."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.engines.reference import ReferenceEngine
from sim.platform.observed import Observed
from sim.platform.plan import Rerank, TrafficPlan
from sim.platform.settings import ValueWeights

NOTHING = ValueWeights(watch_second=0.0, complete=0.0, like=0.0, comment=0.0, share=0.0, follow=0.0, hide=0.0)


def spread(o: Observed, salt: int = 0) -> np.ndarray:
    """A number in [0, 1] for each item that looks random; 0 and 1 occur, [I]."""
    return (o.items.serial * 7919 + salt) % 11 / 10.0


def cohorts(o: Observed) -> np.ndarray:
    return np.arange(o.users) % 3


def rows(o: Observed) -> np.ndarray:
    return np.stack([spread(o, salt) for salt in range(3)])


def everything(o: Observed) -> TrafficPlan:
    return TrafficPlan(
        retrieve=spread(o) + 0.1,
        boost=spread(o, 1) - 0.5,
        price=0.2 * rows(o),
        pace=0.5 + 0.5 * spread(o, 2),
        cohort=cohorts(o),
        explore=spread(o, 3),
        explore_rank=True,
        lanes=np.array([0.5, 0.3, 0.2, 0.0, 0.0]),
        score_weights=ValueWeights(watch_second=0.3, hide=-5.0),
        score_scale="log",
        select="softmax",
        temperature=0.5,
        shortlist=0.3,
        ad_load=0.3,
    )


def pins(o: Observed) -> np.ndarray:
    """Three items for each user, or -1, [U, 3]."""
    return np.maximum((np.arange(o.users)[:, None] * 5 + np.arange(3)) % (o.items.count + 4) - 4, -1)


PLANS: dict[str, Callable[[Observed], TrafficPlan]] = {
    "mmr": lambda _: TrafficPlan(rerank=Rerank("mmr", 0.5)),
    "mmr of sameness alone": lambda _: TrafficPlan(rerank=Rerank("mmr", 0.0, pool=8)),
    "dpp": lambda _: TrafficPlan(rerank=Rerank("dpp", 1.0)),
    "dpp that runs out of volume": lambda _: TrafficPlan(rerank=Rerank("dpp", 1.0, same_topic=1.0, same_vertical=1.0)),
    "calibrated": lambda _: TrafficPlan(rerank=Rerank("calibrated", 0.5)),
    "calibrated alone, in logs": lambda _: TrafficPlan(rerank=Rerank("calibrated", 1.0), score_scale="log"),
    "pinned": lambda o: TrafficPlan(pinned=pins(o)),
    "pinned and dpp and lottery": lambda o: TrafficPlan(pinned=pins(o), rerank=Rerank("dpp", 2.0), select="lottery"),
    "retrieve": lambda o: TrafficPlan(retrieve=spread(o)),
    "retrieve nothing": lambda o: TrafficPlan(retrieve=0.0 * spread(o)),
    "retrieve one topic": lambda o: TrafficPlan(retrieve=(o.items.topic == 1).astype(float)),
    "boost": lambda o: TrafficPlan(boost=6.0 * spread(o) - 3.0),
    "boost to the limits": lambda o: TrafficPlan(boost=np.where(spread(o) > 0.5, 50.0, -50.0)),
    "price": lambda o: TrafficPlan(price=spread(o) - 0.5),
    "price by cohort": lambda o: TrafficPlan(price=rows(o), cohort=cohorts(o)),
    "price by cohort, pace for all": lambda o: TrafficPlan(price=rows(o), pace=spread(o), cohort=cohorts(o)),
    "pace": lambda o: TrafficPlan(pace=spread(o)),
    "pace by cohort": lambda o: TrafficPlan(pace=rows(o), cohort=cohorts(o)),
    "pace by cohort, price for all": lambda o: TrafficPlan(pace=rows(o), price=spread(o), cohort=cohorts(o)),
    "pace of nobody": lambda o: TrafficPlan(pace=0.0 * spread(o)),
    "explore": lambda o: TrafficPlan(explore=spread(o)),
    "explore nothing": lambda o: TrafficPlan(explore=0.0 * spread(o)),
    "explore by rank": lambda _: TrafficPlan(explore_rank=True),
    "explore by rank alone": lambda _: TrafficPlan(explore_rank=True, lanes=np.array([0.0, 0.0, 1.0, 0.0, 0.0])),
    "lanes": lambda _: TrafficPlan(lanes=np.array([0.2, 0.3, 0.5, 0.0, 0.0])),
    "follow lane alone": lambda _: TrafficPlan(lanes=np.array([0.0, 1.0, 0.0, 0.0, 0.0])),
    "score weights": lambda _: TrafficPlan(score_weights=ValueWeights(watch_second=0.0, complete=0.0, follow=30.0)),
    "all of equal worth": lambda _: TrafficPlan(score_weights=NOTHING),
    "log scale": lambda o: TrafficPlan(score_scale="log", price=spread(o)),
    "softmax": lambda _: TrafficPlan(select="softmax", temperature=0.2),
    "softmax on the log scale": lambda _: TrafficPlan(select="softmax", score_scale="log", temperature=2.0),
    "lottery": lambda _: TrafficPlan(select="lottery"),
    "lottery below nothing": lambda o: TrafficPlan(select="lottery", price=spread(o) - 1.0),
    "shortlist": lambda o: TrafficPlan(shortlist=0.8, price=spread(o)),
    "shortlist of the best alone": lambda o: TrafficPlan(shortlist=1.0, price=spread(o) - 0.9),
    "no ads": lambda _: TrafficPlan(ad_load=0.0),
    "ads alone": lambda _: TrafficPlan(ad_load=1.0),
    "everything": everything,
}


@pytest.mark.parametrize("learner", ["oracle", "bayes_topic"])
@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_is_served_alike_by_both_engines(plan, learner, config, live, differences) -> None:
    small = config(f"recommender={learner}", "horizon_days=2", "refresh_minutes=180", "seed=4")
    compiled = live(small, None, PLANS[plan])
    assert 500 < compiled.impressions < 10_000
    assert differences(compiled, live(small, ReferenceEngine(), PLANS[plan])) == []
    assert compiled.fingerprint != live(small).fingerprint, "the plan has no effect"


def test_a_shortlist_of_nothing_leaves_every_price(config, live) -> None:
    small = config("horizon_days=2")
    plain = live(small, None, lambda o: TrafficPlan(price=spread(o)))
    assert live(small, None, lambda o: TrafficPlan(price=spread(o), shortlist=0.0)).fingerprint == plain.fingerprint


def test_a_plan_that_says_what_is_the_habit_changes_nothing(config, live) -> None:
    def habit(o: Observed) -> TrafficPlan:
        one = np.ones(o.items.count)
        return TrafficPlan(
            retrieve=one,
            boost=0.0 * one,
            price=0.0 * one,
            pace=one,
            cohort=np.zeros(o.users, dtype=np.int64),
            explore=one,
            explore_rank=False,
            score_scale="linear",
            select="argmax",
            shortlist=0.0,
        )

    small = config("seed=6")
    assert live(small, None, habit).fingerprint == live(small).fingerprint
