"""Labels need not be topics: who mis-tags, as what, and that the platform reads labels while viewers meet items."""

import numpy as np
import pytest

import sim
from sim.config.load import load
from sim.laws.settings import BehaviourSettings
from sim.simulation import set_stage
from sim.world.settings import PopulationSettings
from sim.world.tagging import HONEST, false_topics, labels
from sim.world.topics import topics
from sim.world.world import Key, World

MANY = 20_000


def test_who_mistags_and_as_what() -> None:
    settings = PopulationSettings(mistag_share=0.3)
    tree, niche = topics(settings), (np.arange(MANY) % 4 == 0).astype(np.uint8)
    false = false_topics(settings, tree, 7, niche)
    assert (false[niche == 1] == HONEST).all(), "niche accounts have nothing to gain"
    share = (false[niche == 0] >= 0).mean()
    assert share == pytest.approx(0.3, abs=4 * np.sqrt(0.3 * 0.7 / (0.75 * MANY)))
    claimed = false[false >= 0]
    assert tree.niche[claimed].all()
    expected = np.where(tree.niche, tree.demand, 0.0) / tree.demand[tree.niche].sum() * claimed.size
    counted = np.bincount(claimed, minlength=tree.demand.size)
    assert (abs(counted - expected)[tree.niche] < 5 * np.sqrt(expected[tree.niche])).all()


def test_more_of_them_are_the_same_and_more() -> None:
    tree, niche = topics(PopulationSettings()), np.zeros(500, dtype=np.uint8)
    few, many = (false_topics(PopulationSettings(mistag_share=share), tree, 1, niche) for share in (0.1, 0.6))
    assert (many[few >= 0] == few[few >= 0]).all()
    assert (many >= 0).sum() > (few >= 0).sum()


def test_niche_items_keep_their_label() -> None:
    tree = topics(PopulationSettings())
    topic = np.arange(tree.demand.size, dtype=np.int32)
    creator = np.zeros(topic.size, dtype=np.int32)
    claimed = int(np.flatnonzero(tree.niche)[0])
    shown = labels(topic, creator, np.array([claimed], dtype=np.int32), tree)
    assert (shown[tree.niche] == topic[tree.niche]).all()
    assert (shown[~tree.niche] == claimed).all()
    assert labels(topic, creator, np.array([HONEST], dtype=np.int32), tree) is topic


def test_an_honest_world_is_as_it_was() -> None:
    world = World(PopulationSettings(users=20, creators=30), BehaviourSettings(), Key(3, 0))
    assert world.tags() is world.items.topic
    assert (world.niche_by_label() == (world.creators.niche == 1)).all()


def test_viewers_meet_the_item_not_its_label() -> None:
    """Where everybody mis-tags, a boost of niche labels moves nothing towards the niche, and all of it leaks."""
    size = ["scenario=quick", "horizon_days=6", "warmup_days=2", "population.creators=80", "population.users=120"]
    strong = ["policy=niche_boost", "policy.niche_boost.boost=5.0"]

    def lived(*more: str) -> tuple[float, float, float]:
        table = sim.simulate([*size, *more]).metrics.set_index(["metric", "group"])["value"]
        return tuple(
            float(table[key].mean()) for key in (("leakage", "all"), ("parity", "all"), ("match_quality", "all"))
        )

    honest, gamed = lived(*strong), lived(*strong, "population.mistag_share=0.5")
    assert honest[0] == 0.0
    assert gamed[0] > 0.4
    assert gamed[1] < 0.8 * honest[1], "less of what is favoured is niche"
    plain, cheated = lived(), lived("population.mistag_share=0.5")
    assert cheated[2] < plain[2], "a platform that reads false labels matches worse"


def test_the_oracle_is_not_fooled() -> None:
    size = ["scenario=quick", "horizon_days=4", "warmup_days=1", "recommender=oracle"]
    one, two = (sim.simulate([*size, f"population.mistag_share={share}"]) for share in (0.0, 0.9))
    assert one.fingerprint == two.fingerprint
    assert two.creators["mistags"].sum() > 0


def test_the_observed_world_shows_labels() -> None:
    stage = set_stage(load(["scenario=quick", "population.mistag_share=1.0"]))
    world = stage.world
    assert world.niche_by_label().all(), "every account is niche or claims to be"
    assert (world.creators.niche == 0).any()
