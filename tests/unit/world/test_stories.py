"""Accounts with a name stand where they are put, and move nobody else's traits."""

import numpy as np
import pytest

import sim
from sim.core.errors import ConfigError
from sim.simulation import set_stage

QUICK = ("scenario=quick", "careers=standard")


def test_named_accounts_are_as_written_and_others_as_drawn() -> None:
    plain, named = (set_stage(sim.load([*QUICK, *more])).world for more in ((), ("stories=standard",)))
    presets = list(named.stories.accounts.values())
    assert len(presets) == 6
    for row, preset in enumerate(presets):
        assert named.creators.quality[row] == preset.quality
        assert named.creators.followers[row] == named.creators.first_followers[row] == preset.followers
        assert named.careers.full_time[row] == preset.full_time
        topic = int(preset.demand_rank * named.topics.demand.size)
        assert named.creators.topic_mix[row].argmax() == topic
        assert named.creators.topic_mix[row].sum() == pytest.approx(1.0)
        assert bool(named.creators.niche[row]) == (named.creators.topic_mix[row][named.topics.niche].sum() >= 0.6)
    for table in ("creators", "careers"):
        for (name, one), (_, other) in zip(
            getattr(plain, table).columns(), getattr(named, table).columns(), strict=True
        ):
            assert np.array_equal(one[6:], other[6:]), name


def test_a_career_that_begins_in_a_branch_is_the_named_one() -> None:
    past = sim.simulate(["scenario=quick", "stories=standard"], until_day=2)
    world = sim.branch(past, ["careers=standard"], until_day=3)[0].warm.world
    assert world.careers.full_time[0] == 1
    with pytest.raises(ConfigError, match="stories"):
        sim.branch(past, ["stories=none"])


def test_more_stories_than_accounts_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"stories\.accounts are 6, allowed are at most population\.creators \(5\)"):
        sim.load(["stories=standard", "population.creators=5"])


def test_who_is_signed_is_under_contract_where_there_are_agencies() -> None:
    with_, without = (
        set_stage(sim.load([*QUICK, f"careers={one}", "stories=standard"])).world for one in ("agencies", "standard")
    )
    signed = [row for row, one in enumerate(with_.stories.accounts.values()) if one.kind == "agency_signed"]
    assert len(signed) == 1
    assert (with_.careers.agency[signed] == 0).all()
    assert np.delete(with_.careers.agency, signed).max() == -1
    assert without.careers.agency.max() == -1
