"""What users feel of ads: both engines, to the bit; and nothing else moves while they do not mind."""

import numpy as np

from sim.engines.reference import ReferenceEngine

MINDS = ("behaviour.ad_response=2", "behaviour.ad_habit_days=3", "traffic.ad_load=0.4", "horizon_days=4")


def test_both_engines_feel_the_same(config, live, differences) -> None:
    compiled = live(config(*MINDS))
    assert differences(compiled, live(config(*MINDS), ReferenceEngine())) == []
    felt = compiled.stage.world.users.ad_share
    assert felt[:, 0].mean() > felt[:, 2].mean() > felt[:, 1].mean() > 0.1, "a habit of 3 days is the quicker one here"
    assert np.unique(felt[:, 0]).size > 5, "each has met her own"


def test_who_hardly_minds_lives_as_who_does_not(config, live) -> None:
    off = live(config(*MINDS, "behaviour.ad_response=0")).stage.world.users
    on = live(config(*MINDS, "behaviour.ad_response=1e-300")).stage.world.users
    assert off.ads.shape[1] == off.ad_share.shape[1] == 0
    assert on.ad_share.max() > 0.3
    for name, column in off.columns():
        if not name.startswith("ad"):
            assert np.array_equal(column, getattr(on, name)), name
