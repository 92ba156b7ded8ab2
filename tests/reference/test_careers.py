"""Lives with careers: the two engines agree, branches go on as if nothing had happened, and off is off."""

import numpy as np
import pytest

from sim.core.units import NEVER
from sim.engines.reference import ReferenceEngine
from sim.simulation import branch, simulate

CAREERS = (
    "careers=standard", "careers.exit_level_per_month=1", "careers.return_per_month=5", "careers.burnout_per_month=1",
    "careers.entrants_per_month=2", "traffic.entrants_per_month=0.5",
    "careers.best_response_per_week=0.5", "careers.boost_least=1",
    "careers.boost_ratio=1.1", "careers.drive_rate=0.3", "horizon_days=9", "population.users=25",
    "population.first_follows=8", "population.visits_per_day=2",
)  # fmt: skip


def test_the_engines_agree_with_careers(live, config, differences) -> None:
    fast, slow = live(config(*CAREERS)), live(config(*CAREERS), ReferenceEngine())
    assert fast.impressions > 500
    assert differences(fast, slow) == []
    one, two = fast.stage.world.careers, slow.stage.world.careers
    for (name, here), (_, there) in zip(one.columns(), two.columns(), strict=True):
        assert here.tobytes() == there.tobytes(), name
    assert (one.first_left_at < NEVER).any(), "some gave up"
    assert one.spells.any(), "some came back"
    assert (one.drive != 0).any()
    assert (one.topic_uploads > 0).any()


def test_a_branch_goes_on_with_careers(config) -> None:
    whole = simulate(config(*CAREERS))
    for day in (3, 7):
        gone_on = branch(simulate(config(*CAREERS), until_day=day), [])[0]
        assert gone_on.fingerprint == whole.fingerprint
        assert gone_on.creators.equals(whole.creators)


def test_careers_may_begin_and_end_in_a_branch(config) -> None:
    without = simulate(config("horizon_days=9"), until_day=4)
    plain, begun = branch(without, [], ["careers=standard"])
    assert plain.warm.world.careers is None
    assert begun.warm.world.careers is not None
    assert "income" not in plain.creators
    assert begun.creators["money_ad_share"].sum() > 0


def test_money_adds_up_and_is_whole(config) -> None:
    careers = simulate(config(*CAREERS)).warm.world.careers
    seen = careers.money_then != 0
    assert careers.money.dtype == np.int64
    assert seen.any()
    assert np.array_equal(careers.money[seen].sum(axis=1), careers.money_then[seen])


@pytest.mark.parametrize("off", ["cadence", "topics", "learning", "exit", "entry", "returns"])
def test_every_mechanism_can_be_switched_off_alone(off, config) -> None:
    on, without = (simulate(config(*CAREERS, "horizon_days=8", *more)) for more in ((), (f"careers.{off}=false",)))
    assert on.fingerprint != without.fingerprint
    careers, creators = without.warm.world.careers, without.warm.world.creators
    if off == "cadence":
        assert np.array_equal(creators.uploads_per_day, careers.habit)
    if off == "returns":
        assert not careers.spells.any()
