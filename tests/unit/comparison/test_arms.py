import re

import pytest

import sim
from sim.comparison import compare
from sim.comparison.arms import arms
from sim.config.load import validate
from sim.core.errors import ConfigError
from sim.traffic.settings import TrafficSettings


def traffic(found, name: str) -> TrafficSettings:
    return found.branch(-1, 0, next(iter(found.policies)), name).traffic


def test_names_are_taken_from_the_configuration() -> None:
    found = arms(sim.load(["policies=[interest,ladder]"]), None, None)
    assert list(found.policies) == ["interest", "ladder"]
    assert list(found.schedules) == ["steady", "drying"]
    assert list(found.base.policy) == ["interest"]
    assert found.base.engine.threads == 1
    assert found.horizons == (30, 180)


def test_a_pair_is_a_seed_and_a_replication() -> None:
    found = arms(sim.load(["seed=5", "replication=9"]), ["interest", "random"], None)
    for config in (found.warm(-1, 3), found.branch(-1, 3, "random", "drying")):
        assert (config.seed, config.replication) == (8, 12)


def test_a_policy_keeps_the_parameters_it_is_given() -> None:
    config = sim.load(["policy=[interest,creator_floor]", "policy.creator_floor.share=0.5"])
    found = arms(config, ["interest", "creator_floor", "ladder"], None)
    assert found.branch(-1, 0, "creator_floor", "drying").policy["creator_floor"]["share"] == 0.5
    assert list(found.warm(-1, 0).policy) == ["interest"]


def test_labels_stand_for_overrides() -> None:
    policies = {"reference": [], "half": ["policy=creator_floor", "policy.creator_floor.share=0.5"]}
    found = arms(sim.load(), policies, {"flat": [], "soon": ["traffic=step"]})
    config = found.branch(-1, 0, "half", "soon")
    assert config.policy["creator_floor"]["share"] == 0.5
    assert config.traffic.ad_load.bounds() == (0.1, 0.35)
    assert found.fixed["half"] == ("policy", "policy.creator_floor.share")


def test_the_past_is_lived_under_the_first_schedule_whatever_the_others_say_of_it() -> None:
    schedules = {
        "half paid": ["traffic.ad_load=0.5", "traffic.exit_hazard_per_month=0.1"],
        "none": ["traffic.ad_load=0"],
    }
    for order in (schedules, dict(reversed(schedules.items()))):
        found = arms(sim.load(), ["interest", "random"], order)
        first = next(iter(order))
        assert found.warm(-1, 0).traffic == found.branch(-1, 0, "random", first).traffic
        assert found.warm(-1, 0).traffic.ad_load.at(-1.0) == (0.5 if first == "half paid" else 0.0)
    soon = {"soon": ["traffic=step", "traffic.ad_load.start=0.2"], "flat": []}
    assert arms(sim.load(), None, soon).warm(-1, 0).traffic.ad_load.at(-1.0) == 0.2


def test_traffic_that_changes_takes_the_place_of_drying() -> None:
    assert list(arms(sim.load(["traffic=step"]), None, None).schedules) == ["steady", "step"]
    own = arms(sim.load(["traffic=step", "traffic.ad_load.end=0.5"]), None, None)
    assert list(own.schedules) == ["steady", "configured"]
    assert traffic(own, "configured").ad_load.bounds() == (0.1, 0.5)
    assert list(arms(sim.load(["traffic=drying"]), None, None).schedules) == ["steady", "drying"]


def test_a_configuration_that_was_saved_is_compared_as_it_was() -> None:
    config = sim.load(["traffic=step", "traffic.ad_load.end=0.5"])
    assert arms(validate(config.model_dump(mode="json")), None, None) == arms(config, None, None)


def test_what_is_constant_is_shared_by_all_schedules() -> None:
    config = sim.load(["traffic.paid_elasticity=1.0", "traffic.exit_hazard_per_month=0.05", "traffic.attention=0.9"])
    found = arms(config, None, None)
    for name in ("steady", "drying"):
        assert traffic(found, name).paid_elasticity == 1.0
        assert traffic(found, name).exit_hazard_per_month == 0.05
        assert traffic(found, name).attention.at(0.0) == 0.9
    assert found.base.traffic == traffic(found, "steady")
    assert traffic(found, "drying").ad_load.bounds() == (0.1, 0.35)


@pytest.mark.parametrize(
    ("overrides", "policies", "schedules", "message"),
    [
        ([], ["interest", "nobody"], None, "policies is nobody"),
        ([], ["interest", "interest"], None, "policies names interest twice"),
        ([], [], None, "policies is empty"),
        ([], None, ["steady"], r"schedules is \[steady\], allowed are at least two"),
        ([], None, ["steady", "wet"], "schedules is wet"),
        (["traffic=step", "schedules=[steady,linear]"], None, None, "traffic is step, allowed beside schedules="),
        (["traffic=step"], None, ["steady", "drying"], "traffic is step"),
    ],
)
def test_what_cannot_be_compared_is_refused(overrides, policies, schedules, message) -> None:
    with pytest.raises(ConfigError, match=message):
        arms(sim.load(overrides), policies, schedules)


def test_a_draw_reaches_warm_up_and_branch_alike() -> None:
    from dataclasses import replace

    found = arms(sim.load(["horizon_days=600"]), ["interest", "popularity"], None)
    drawn = {"behaviour.ad_dislike": 1.1, "traffic.paid_elasticity": 0.9, "policy.popularity.gamma": 0.6}
    found = replace(found, draws=(drawn,))
    warm, branch = found.warm(0, 4), found.branch(0, 4, "popularity", "drying")
    assert warm.behaviour == branch.behaviour
    assert warm.behaviour.ad_dislike == 1.1
    assert branch.traffic.paid_elasticity == 0.9
    assert branch.policy["popularity"]["gamma"] == 0.6
    assert warm.horizon_days == branch.horizon_days == 210, "draws live to the primary horizon"
    assert found.branch(-1, 4, "popularity", "drying").policy["popularity"]["gamma"] == 1.0


def test_joint_constraints_are_asked() -> None:
    found = arms(sim.load(), ["interest"], None)
    assert found.can_live({"platform.follow_share": 0.2})
    assert not found.can_live({"platform.follow_share": 0.99})


def test_runs_have_the_threads_that_are_asked_for_only_where_one_is_lived_at_a_time() -> None:
    asked = sim.load(["engine.threads=3"])
    assert arms(asked, None, None).base.engine.threads == 1
    alone = arms(asked, None, None, at_once=False)
    assert {alone.warm(-1, 0).engine.threads, alone.branch(-1, 0, "interest", "drying").engine.threads} == {3}


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        ([{"behaviour.like_slpe": 1.0}], "drawn names behaviour.like_slpe, allowed are parameters of the runs"),
        ([{"policy.ladder.nothing": 1.0}], "drawn names policy.ladder.nothing, allowed"),
        ([{"seed.x": 1.0}], "drawn names seed.x, allowed"),
        ([{"behaviour.like_slope": 1.0}, {"behaviour.like_slope": "x"}], "drawn has 'x' for behaviour.like_slope"),
        (["behaviour.like_slope"], "drawn holds 'behaviour.like_slope', allowed are draws such as"),
    ],
)
def test_a_draw_of_what_no_run_has_is_refused(drawn, message, monkeypatch) -> None:
    """Left out unsaid, it would show that the parameter does not matter."""
    monkeypatch.setattr("sim.comparison.comparing.compile_once", lambda: pytest.fail("the work begins"))
    with pytest.raises(ConfigError, match=re.escape(message)):
        compare(["scenario=quick"], policies=["interest", "popularity"], processes=1, drawn=drawn)


def test_a_draw_may_be_of_what_some_runs_have() -> None:
    plan = arms(sim.load(), ("interest", "popularity"), ("steady", "drying"))
    for key in ("behaviour.like_slope", "policy.popularity.gamma", "traffic.paid_elasticity"):
        assert plan.has(key), key
    for key in ("policy.ladder.gamma", "behaviour.like_slope.x", "policy..gamma", ""):
        assert not plan.has(key), key


def test_a_schedule_that_changes_more_than_traffic_is_refused() -> None:
    """Left out unsaid, two equal arms would be compared."""
    own = {"a": ["policy=random"], "b": ["traffic=drying"]}
    with pytest.raises(ConfigError, match=re.escape("schedules has ['policy=random'] for a, allowed are changes of")):
        arms(sim.load(), None, own)
    found = arms(sim.load(), None, {"a": [], "b": ["traffic=drying", "traffic.paid_elasticity=0.9"]})
    assert found.schedules["b"]["paid_elasticity"] == 0.9
