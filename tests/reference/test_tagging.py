"""False labels mean the same to both engines, under every learner and whatever reads a label."""

import pytest

from sim.engines.reference import ReferenceEngine

LEARNERS = ("recommender=bayes_topic", "recommender=oracle")
READERS = ("niche_boost", "mmr", "dpp", "calibrated")


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("policy", READERS)
def test_false_labels_are_read_alike_by_both_engines(policy, learner, config, live, differences) -> None:
    small = config(learner, f"policy={policy}", "population.mistag_share=0.6", "seed=4")
    compiled = live(small)
    world = compiled.stage.world
    assert (world.tags() != world.items.topic).sum() > 10
    assert differences(compiled, live(small, ReferenceEngine())) == []
