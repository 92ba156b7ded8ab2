"""Friends' signals in the world: likes that friends see, a ranking by them, and the social lane."""

import numpy as np
import pytest

from sim.core.errors import PolicyError
from sim.engines.reference import ReferenceEngine
from sim.world import circles
from sim.world.circles import liked_by_friends
from sim.world.users import LIKED_PLACES

FRIENDS = (
    "population.friends=6", "population.likes_seen=true", "policy=friends_first", "platform.social_share=0.2",
    "horizon_days=3",
)  # fmt: skip


def test_both_engines_live_a_ranking_by_friends_alike(config, live, differences) -> None:
    small = config(*FRIENDS, "seed=3")
    assert differences(live(small), live(small, ReferenceEngine())) == []


def test_likes_are_remembered_newest_first_and_counted_once_a_friend(config, live) -> None:
    world = live(config(*FRIENDS)).stage.world
    users, friends = world.users, world.friends
    assert (users.liked_ever > LIKED_PLACES).any(), "some have liked more than there are places for"
    table, serials = liked_by_friends(world), world.items.serial.tolist()
    for user in range(0, len(users), 7):
        circle = friends.target[friends.start[user] : friends.start[user + 1]]
        for item in range(0, len(serials), 5):
            fans = sum(serials[item] in users.liked[friend].tolist() for friend in circle)
            assert table[user, item] == fans / circle.size
    assert table.max() > 0.3


def test_what_friends_liked_is_shown_more_to_who_has_them(config, live) -> None:
    """The control: with no weight on friends, what they liked is shown as often as to anybody."""

    def lift(weight: float) -> float:
        stage = live(config(*FRIENDS, "platform.social_share=0", f"policy.friends_first.social={weight}",
                            "population.users=200", "horizon_days=8", "candidates_per_slot=16",
                            "policy.friends_first.engagement=0", "policy.friends_first.fresh=0")).stage  # fmt: skip
        table, world = liked_by_friends(stage.world), stage.world
        seen = np.isin(world.items.serial[None, :], world.users.seen_item).repeat(1)
        assert seen.any()
        shown = np.array([np.isin(world.items.serial, row) for row in world.users.seen_item])
        return float(table[shown].mean() / table[~shown].mean())

    assert lift(0.9) > 1.3 * lift(0.0)


def test_a_table_too_large_is_refused_in_one_line(config, live, monkeypatch) -> None:
    monkeypatch.setattr(circles, "LARGEST", 100)
    with pytest.raises(PolicyError, match=r"needs a table of 60 users by \d+ items, allowed are 100 cells"):
        live(config(*FRIENDS))


def test_without_friends_it_ranks_by_engagement_and_freshness_alone(config, live) -> None:
    assert live(config("policy=friends_first")).impressions > 1000
