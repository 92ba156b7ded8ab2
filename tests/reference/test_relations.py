"""Follows that end and trust that grows: both engines, to the bit, where lists and places overflow."""

import numpy as np
import pytest

from sim.engines.reference import ReferenceEngine
from sim.world.tally import LANES, Act
from sim.world.users import FOLLOW_PLACES, TRUST_PLACES

UNFOLLOWS = ("behaviour.unfollow_rate=0.6", "behaviour.unfollow_paid=0.4")
TRUST = ("behaviour.trust_gain=0.3", "behaviour.trust_weight=1.5", "behaviour.trust_half_life_days=0.5")
MANY = ("population.users=15", "population.visits_per_day=15", "population.creators=150", "refresh_minutes=120")


@pytest.mark.parametrize("recommender", ["oracle", "bayes_topic"])
def test_both_engines_keep_the_same_relations(recommender, config, live, differences) -> None:
    small = config(*MANY, *UNFOLLOWS, *TRUST, f"recommender={recommender}", "horizon_days=2", "warmup_days=1")
    compiled = live(small)
    assert differences(compiled, live(small, ReferenceEngine())) == []
    users = compiled.stage.world.users
    assert (users.follows < 0)[users.follows_ever > FOLLOW_PLACES].any(), "unfollows leave empty places"
    assert (users.trust > 0).any()
    crowded = np.bincount(compiled.stage.world.items.creator % TRUST_PLACES)
    assert crowded.max() > 1


def test_trust_that_weighs_nothing_changes_nothing_else(config, live) -> None:
    off, on = live(config(*MANY)).stage.world.users, live(config(*MANY, TRUST[0])).stage.world.users
    assert off.trust.shape[1] == 0
    assert on.trust.max() > 0.3
    for name, column in off.columns():
        if not name.startswith("trust"):
            assert np.array_equal(column, getattr(on, name)), name


def test_trust_that_weighs_is_felt_at_once(config, live) -> None:
    light, heavy = (live(config(*MANY, TRUST[0], f"behaviour.trust_weight={weight}")).spans[0] for weight in (0, 8))
    assert heavy.by_item[:, LANES + Act.WATCH_MS].sum() > light.by_item[:, LANES + Act.WATCH_MS].sum()


def test_unfollows_are_counted_as_followers_lost(config, live) -> None:
    lives = [live(config(*MANY, *extra)) for extra in ((), UNFOLLOWS)]
    kept, lost = (sum(int(span.follow_change.sum()) for span in life.spans) for life in lives)
    assert lost < kept
    for life in lives:
        users = life.stage.world.users
        first = live(
            config(
                *MANY,
                "horizon_days=1",
                "warmup_days=0",
                "behaviour.follow_intercept=-50",
                "population.visits_per_day=0.001",
            )
        )
        started = (first.stage.world.users.follows >= 0).sum()
        assert (users.follows >= 0).sum() - started == sum(int(span.follow_change.sum()) for span in life.spans)
