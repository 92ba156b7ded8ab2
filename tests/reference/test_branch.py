"""A branch goes on as if nothing had happened; its past stays as it was."""

from pathlib import Path

import pytest

from sim.core.errors import ConfigError
from sim.simulation import branch, set_stage, simulate

POLICIES = sorted(path.stem for path in (Path(__file__).parents[2] / "configs" / "policy").glob("*.yaml"))
DAYS = ("horizon_days=4", "warmup_days=2", "refresh_minutes=120")


def alike(one, two) -> bool:
    tables = ("metrics", "creators", "ledger")
    return one.fingerprint == two.fingerprint and all(getattr(one, t).equals(getattr(two, t)) for t in tables)


WEIGHS_FEEDBACK = "debiased_feedback"  # the oracle learns from none
PAIRS = [(learner, policy) for learner in ("oracle", "bayes_topic") for policy in POLICIES]
PAIRS.remove(("oracle", WEIGHS_FEEDBACK))


@pytest.mark.parametrize(("learner", "policy"), PAIRS)
def test_a_branch_on_any_day_is_the_uninterrupted_run(learner, policy, config) -> None:
    small = config(*DAYS, f"recommender={learner}", f"policy={policy}", "seed=2")
    whole = simulate(small)
    for day in (1, 2, 3):
        assert alike(branch(simulate(small, until_day=day), [])[0], whole), f"from day {day}"


def test_a_branch_of_a_branch_is_the_uninterrupted_run(config) -> None:
    small = config(*DAYS, "policy=creator_floor")
    first = simulate(small, until_day=1)
    second = branch(first, [], until_day=3)[0]
    assert alike(branch(second, [])[0], simulate(small))


def test_a_branch_may_change_the_engine_and_keeps_every_bit(config) -> None:
    small = config(*DAYS, "policy=creator_floor")
    assert alike(branch(simulate(small, until_day=2), ["engine=reference"])[0], simulate(small))


def test_satiation_may_be_switched_off_in_a_branch_and_nothing_else_of_behaviour(config) -> None:
    past = simulate(config(*DAYS), until_day=2)
    off = ["behaviour.topic_weariness=0", "behaviour.creator_weariness=0"]
    tired, fresh, slow = branch(past, [], off, [*off, "engine=reference"])
    assert alike(fresh, slow)
    assert fresh.fingerprint != tired.fingerprint
    with pytest.raises(
        ConfigError, match=r"behaviour\.follow_bonus is changed to 0.0, allowed in a branch is the value"
    ):
        branch(past, [*off, "behaviour.follow_bonus=0"])


def test_a_past_is_not_touched_by_its_branches(config) -> None:
    small = config(*DAYS, "policy=creator_floor")
    past = simulate(small, until_day=2)
    before = past.fingerprint
    changed, again = branch(past, ["policy=random", "traffic.ad_load=0.5"], [])
    assert alike(again, simulate(small))
    assert changed.fingerprint != again.fingerprint
    assert alike(branch(past, [])[0], again)
    assert branch(past, [], until_day=3)[0].ledger.day.max() == 2
    assert past.fingerprint == before
    assert past.ledger.day.max() == 1


def test_a_run_stopped_early_is_the_beginning_of_the_whole_run(config) -> None:
    small = config(*DAYS, "policy=creator_floor")
    part, whole = simulate(small, until_day=2), simulate(small)
    assert part.ledger.equals(whole.ledger[whole.ledger.day < 2].reset_index(drop=True))
    assert part.metrics.equals(whole.metrics[whole.metrics.day < 2].reset_index(drop=True))


def test_a_branch_that_changes_only_the_luck_shares_the_past_alone(config) -> None:
    past = simulate(config(*DAYS), until_day=2)
    same, other = branch(past, [], ["replication=9"])
    assert same.ledger[same.ledger.day < 2].equals(other.ledger[other.ledger.day < 2])
    assert (
        not same.ledger[same.ledger.day >= 2]
        .reset_index(drop=True)
        .equals(other.ledger[other.ledger.day >= 2].reset_index(drop=True))
    )


@pytest.mark.parametrize("changed", ["seed=9", "refresh_minutes=60", "behaviour.base=-1", "population.users=61"])
def test_a_branch_may_not_change_what_its_past_has_fixed(changed, config) -> None:
    past = simulate(config(*DAYS), until_day=1)
    key, value = changed.split("=")
    with pytest.raises(ConfigError, match=rf"^{key} is changed to {value}.* of its past.*\n  what may change: "):
        branch(past, [changed])


@pytest.mark.parametrize("learner", ["recommender.learner.tree=coarse", "recommender=oracle"])
def test_a_learner_that_is_new_in_a_branch_starts_afresh(learner, config) -> None:
    """The former one's counts, kept under its labels, would be read under those of the new one."""
    past = simulate(config(*DAYS), until_day=2).warm
    world = set_stage(past.config.changed([learner]), past.copy()).world
    assert world.users.belief_shown.sum() == 0
    assert world.users.belief_played.sum() == 0
