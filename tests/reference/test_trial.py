"""Two plans in one world: both engines agree to the bit, and where nobody interferes each arm lives its own world."""

from functools import partial

import numpy as np
import pytest

from sim.core.errors import PolicyError
from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.platform.policy import Composed
from sim.platform.trial import EXPERIMENTS, Design, Trial
from sim.simulation import set_stage

TWO_OFFERS = (Design.USER, Design.TWO_SIDED, Design.INTERLEAVED)
# Nothing that users share follows from what they did: tastes are known, who pays does not follow followers.
ALONE = ("recommender=oracle", "traffic.paid_elasticity=0")


def on_stage(config, design, treatment, share=0.5, lot=0):
    """Set the stage of a configuration with an experiment on it."""
    stage = set_stage(config)
    policies = config.changed(treatment).build_policies()
    stage.trial = Trial.deal(
        design,
        Composed(list(policies.values()), list(policies)),
        len(stage.world.users),
        len(stage.world.creators),
        (config.seed, config.replication),
        share,
        lot,
    )
    stage.log = True
    return stage


@pytest.mark.parametrize("design", TWO_OFFERS)
@pytest.mark.parametrize("treatment", ["policy=niche_boost", "policy=new_item_quota", "policy=mmr"])
def test_both_engines_serve_two_offers_alike(design, treatment, config, live, differences) -> None:
    if design is Design.TWO_SIDED and treatment != "policy=niche_boost":
        pytest.skip("what is not said of single items cannot be dealt to accounts")
    begin = partial(on_stage, design=design, treatment=[treatment, *STRONG[treatment]], share=0.4, lot=3)
    one, two = (live(config(), engine, begin=begin) for engine in (CompiledEngine(threads=2), ReferenceEngine()))
    assert not differences(one, two)
    assert one.impressions > 500


STRONG = {
    "policy=niche_boost": ["policy.niche_boost.boost=3"],
    "policy=new_item_quota": ["policy.new_item_quota.share=0.3"],
    "policy=mmr": [],
}


@pytest.mark.parametrize("design", EXPERIMENTS)
def test_an_experiment_of_a_policy_against_itself_is_the_world_without_one(design, config, live, differences) -> None:
    small = config("policy=niche_boost")
    begin = partial(on_stage, design=design, treatment=["policy=niche_boost"])
    one, two = live(small, begin=begin), live(small, begin=with_log)
    found = [one for one in differences(one, two) if not one.endswith(": arm")]
    assert not found


def test_one_candidate_for_each_slot_leaves_nothing_to_compete_for(config, live) -> None:
    """The control of account-side bias: a boost in the ranking takes from nobody, so it does nothing at all."""
    small = config("candidates_per_slot=1", "slate_size=1")
    treatment = ["policy=niche_boost", "policy.niche_boost.boost=3", "policy.niche_boost.retrieval=false"]
    dealt, nobody = (
        live(small, begin=partial(on_stage, design=one, treatment=treatment)) for one in (Design.CREATOR, Design.NOBODY)
    )
    assert dealt.fingerprint == nobody.fingerprint


def with_log(config):
    stage = set_stage(config)
    stage.log = True
    return stage


@pytest.mark.parametrize(("design", "whole"), [(Design.USER, Design.EVERYBODY), (Design.USER, Design.NOBODY)])
def test_where_users_share_nothing_each_arm_lives_as_on_a_platform_of_its_own(design, whole, config, live) -> None:
    """The control of interference: no bias is possible, because every treated user does the same, act for act."""
    small = config(*ALONE)
    treatment = ["policy=niche_boost", "policy.niche_boost.boost=3"]
    split, everybody = (
        live(small, begin=partial(on_stage, design=one, treatment=treatment)) for one in (design, whole)
    )
    arm = split.stage.trial.users == (whole is Design.EVERYBODY)
    ours, theirs = (np.concatenate([span.log for span in life.spans]) for life in (split, everybody))
    assert 20 < arm.sum() < 40
    assert ours[arm[ours["user"]]].tobytes() == theirs[arm[theirs["user"]]].tobytes()
    assert ours[~arm[ours["user"]]].tobytes() != theirs[~arm[theirs["user"]]].tobytes()


def test_where_the_platform_learns_from_everybody_arms_are_not_worlds_of_their_own(config, live) -> None:
    treatment = ["policy=niche_boost", "policy.niche_boost.boost=3"]
    small = config("recommender=bayes_topic")
    split, everybody = (
        live(small, begin=partial(on_stage, design=one, treatment=treatment)) for one in (Design.USER, Design.EVERYBODY)
    )
    arm = split.stage.trial.users == 1
    ours, theirs = (np.concatenate([span.log for span in life.spans]) for life in (split, everybody))
    assert ours[arm[ours["user"]]].tobytes() != theirs[arm[theirs["user"]]].tobytes()


def test_everybody_boosted_is_nobody_boosted_though_accounts_compared_say_otherwise(config, live) -> None:
    """One factor on every account's score changes no ranking: the truth is nothing, to the bit."""
    small = config("recommender=oracle", "population.niche_share=1")
    treatment = ["policy=niche_boost", "policy.niche_boost.boost=3"]
    begin = partial(on_stage, treatment=treatment)
    nobody, everybody, some = (
        live(small, begin=partial(begin, design=one)) for one in (Design.NOBODY, Design.EVERYBODY, Design.CREATOR)
    )
    assert nobody.fingerprint == everybody.fingerprint
    shown = [np.concatenate([span.log for span in life.spans])["creator"] for life in (nobody, some)]
    without, with_it = (some.stage.trial.creators[one].mean() for one in shown)
    assert with_it > without + 0.1


def test_what_is_not_said_of_items_cannot_be_dealt_to_accounts(config, live) -> None:
    with pytest.raises(PolicyError, match=r"changes explore_rank.*allowed are the designs user, switchback"):
        live(config(), begin=partial(on_stage, design=Design.CREATOR, treatment=["policy=new_item_quota"]))


def test_a_switchback_changes_over_in_pairs_of_periods(config) -> None:
    trial = on_stage(config(), Design.SWITCHBACK, ["policy=niche_boost"]).trial
    days = [trial.treated_now(day) for day in range(40)]
    assert all(days[2 * pair] != days[2 * pair + 1] for pair in range(20))
    assert 4 < sum(days[0::2]) < 16
