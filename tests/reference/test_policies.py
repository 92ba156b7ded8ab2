"""Every policy in two worlds, every learner under a policy: both engines live the same run, to the bit."""

from pathlib import Path

import pytest

from sim.config.load import load
from sim.core.errors import PolicyError
from sim.engines.reference import ReferenceEngine

POLICIES = sorted(path.stem for path in (Path(__file__).parents[2] / "configs" / "policy").glob("*.yaml"))
LEARNERS = {
    "oracle": ("recommender=oracle",),
    "bayes_topic": ("recommender=bayes_topic",),
    "coarse tree": ("recommender=bayes_topic", "recommender.learner.tree=coarse"),
}
WORLDS = {name: next(iter(load([f"policy={name}"]).build_policies().values())).world for name in POLICIES}
REFRESH = {1: 20, 2: 360}  # by seed: sessions cross a cut of 20 minutes often


def alike(policy, learner, seed, config, live, differences) -> list[str]:
    said = (*LEARNERS[learner], f"policy={policy}", *WORLDS[policy])
    small = config(*said, f"seed={seed}", f"refresh_minutes={REFRESH[seed]}")
    compiled = live(small)
    assert 1_000 < compiled.impressions < 10_000
    return differences(compiled, live(small, ReferenceEngine()))


@pytest.mark.parametrize("seed", REFRESH)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_is_lived_alike_by_both_engines(policy, seed, config, live, differences) -> None:
    """Learners are dealt out in turn, so that each meets many policies; who weighs feedback needs one that learns."""
    learner = list(LEARNERS)[(POLICIES.index(policy) + seed) % len(LEARNERS)]
    try:
        found = alike(policy, learner, seed, config, live, differences)
    except PolicyError as refused:
        if learner != "oracle" or not str(refused).endswith("Oracle learns from no feedback"):
            raise
        found = alike(policy, "bayes_topic", seed, config, live, differences)
    assert found == []


@pytest.mark.parametrize("seed", REFRESH)
@pytest.mark.parametrize("learner", LEARNERS)
def test_a_learner_is_lived_alike_by_both_engines(learner, seed, config, live, differences) -> None:
    assert alike("interest", learner, seed, config, live, differences) == []


@pytest.mark.parametrize("refresh_minutes", [5, 15, 90, 1440])
def test_any_refresh_is_lived_alike(refresh_minutes, config, live, differences) -> None:
    small = config("policy=[creator_floor]", f"refresh_minutes={refresh_minutes}", "horizon_days=2")
    assert differences(live(small), live(small, ReferenceEngine())) == []


def test_two_policies_at_once_are_lived_alike(config, live, differences) -> None:
    small = config("policy=[interest,creator_floor]", "seed=5")
    assert differences(live(small), live(small, ReferenceEngine())) == []


def test_the_comparison_sees_a_single_bit(config, live, differences) -> None:
    one, two = live(config()), live(config())
    assert differences(one, two) == []
    two.stage.world.users.satisfaction[3] *= 1 + 2**-52
    assert differences(one, two) == ["users.satisfaction", "fingerprint"]
