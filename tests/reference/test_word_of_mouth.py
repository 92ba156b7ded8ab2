"""Shares, letters and the social lane: both engines, to the bit, with boxes that overflow and letters that expire."""

import numpy as np
import pytest

from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.world.tally import Lane
from sim.world.users import INBOX_PLACES, OUTBOX_PLACES

FRIENDS = (
    "population.friends=16", "population.friend_rewiring=0.3", "platform.social_share=0.2",
    "behaviour.share_intercept=1", "behaviour.share_reach=4", "behaviour.share_opened=0.8", "behaviour.base=1",
)  # fmt: skip


@pytest.mark.parametrize("extra", [(), ("recommender=oracle",), ("platform.social_share=0.7", "slate_size=30")])
def test_both_engines_serve_the_same_letters(extra, config, live, differences) -> None:
    small = config(*FRIENDS, *extra, "refresh_minutes=120", "horizon_days=2")
    compiled = live(small)
    assert differences(compiled, live(small, ReferenceEngine())) == []
    users = compiled.stage.world.users
    social = sum(int(span.by_item[:, Lane.SOCIAL].sum()) for span in compiled.spans)
    assert social > 100
    assert users.received.max() > INBOX_PLACES, "inboxes overflow"


def test_boxes_fill_and_threads_do_not_matter(config, live, differences) -> None:
    busy = config(*FRIENDS, "population.visits_per_day=15", "refresh_minutes=1440")
    one, three = live(busy), live(busy, CompiledEngine(threads=3))
    assert differences(one, three) == []
    assert one.stage.world.users.sent.max() == OUTBOX_PLACES


def test_friends_who_share_nothing_change_nothing(config, live) -> None:
    alone = live(config("behaviour.share_intercept=-50")).stage.world
    silent = live(
        config("population.friends=16", "platform.social_share=0", "behaviour.share_intercept=-50")
    ).stage.world
    assert not silent.users.received.any()
    for name, column in alone.users.columns():
        if column.size:
            assert np.array_equal(column, getattr(silent.users, name)), name
