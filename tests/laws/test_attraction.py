"""The pull of an item: every term has its sign and its own weight."""

import pytest

from sim.laws.attraction import attraction
from sim.laws.behaviour import record
from sim.laws.settings import BehaviourSettings

B = record(
    BehaviourSettings(follow_bonus=0.5, topic_weariness=0.1, creator_weariness=0.25, ad_dislike=0.7, trust_weight=0.3)
)[0]
NOTHING = (0.0,) * 8

TERMS = {
    "base": 1.0,
    "match": 1.0,
    "quality": 1.0,
    "follow": 0.5,
    "topic": -0.1,
    "creator": -0.25,
    "ad": -0.7,
    "trust": 0.3,
}


@pytest.mark.parametrize("place", range(len(TERMS)), ids=list(TERMS))
def test_a_term_adds_its_weight_whatever_the_others_are(place: int) -> None:
    weight = list(TERMS.values())[place]
    one = [1.0 if i == place else 0.0 for i in range(8)]
    assert attraction(*one, B) == pytest.approx(weight)
    others = [0.3 * i for i in range(8)]
    more = [x + 2.0 * y for x, y in zip(others, one, strict=True)]
    assert attraction(*more, B) - attraction(*others, B) == pytest.approx(2.0 * weight)


def test_nothing_pulls_with_nothing() -> None:
    assert attraction(*NOTHING, B) == 0.0
