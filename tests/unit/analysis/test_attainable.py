"""The bound by linear programme, on worlds whose optimum is known in closed form."""

import numpy as np
import pytest

from sim.analysis.attainable import Aggregate, attainable
from sim.core.errors import InvariantError

ENDLESS = 1e9


def world(taste, slots=(100.0,), supply=None, room=None) -> Aggregate:
    """One block, one segment: taste [H, K], slots [H], supply [K, G]; group 0 makes the niche topics."""
    taste = np.asarray(taste, dtype=float)
    classes, topics = taste.shape
    supply = np.full((topics, 2), ENDLESS) if supply is None else np.asarray(supply, dtype=float)
    return Aggregate(
        slots=np.asarray(slots, dtype=float)[None],
        room=np.broadcast_to(np.asarray(slots)[:, None, None] if room is None else room, (classes, topics, 1))[None],
        taste=taste[None, ..., None],
        supply=np.broadcast_to(supply[None, None, :, None, :], (1, classes, topics, 1, 2)),
    )


ONLY = [[0.0, ENDLESS], [ENDLESS, 0.0]]  # topic 0 is made by others, topic 1 by the group


def test_without_a_floor_it_gets_every_slot_it_can_supply() -> None:
    assert attainable(world([[1.0, 0.2]], supply=ONLY), 0, -9.0).impressions == pytest.approx([100.0])
    few = attainable(world([[1.0, 0.2]], supply=[[0.0, ENDLESS], [30.0, 0.0]]), 0, -9.0)
    assert few.impressions == pytest.approx([30.0])


@pytest.mark.parametrize("floor", [0.3, 0.5, 0.9, 1.0])
def test_with_a_floor_it_gets_what_the_floor_leaves(floor: float) -> None:
    """x others' slots at taste a, the rest at b: x a + (1 - x) b = floor."""
    found = attainable(world([[1.0, 0.2]], supply=ONLY), 0, floor)
    assert found.impressions == pytest.approx([100.0 * (1.0 - floor) / (1.0 - 0.2)], abs=1e-6)
    assert found.match == pytest.approx(floor)


def test_slots_go_where_they_cost_least() -> None:
    """Two classes lose .1 and .8 a slot: the first gives all of its 40, the second what is left of the allowance."""
    two = world([[1.0, 0.9], [1.0, 0.2]], slots=(40.0, 60.0), supply=ONLY)
    floor = 0.9
    allowance = (1.0 - floor) * 100.0
    expected = 40.0 + (allowance - 40.0 * 0.1) / 0.8
    assert attainable(two, 0, floor).impressions == pytest.approx([expected])


def test_what_both_make_costs_nothing() -> None:
    assert attainable(world([[1.0, 0.2]]), 0, 1.0).impressions == pytest.approx([100.0])


def test_keen_users_come_first_and_have_only_their_slots() -> None:
    """Two segments of one class: the keenest 20 slots at no loss, the others at .5."""
    slots, taste = np.array([[100.0]]), np.array([[[[1.0, 1.0], [1.0, 0.5]]]])
    room = np.array([[[[50.0, 50.0], [20.0, 80.0]]]])
    supply = np.zeros((1, 1, 2, 2, 2))
    supply[:, :, 0, :, 1], supply[:, :, 1, :, 0] = ENDLESS, ENDLESS
    for floor, expected in ((1.0, 20.0), (0.9, 40.0), (0.0, 100.0)):
        assert attainable(Aggregate(slots, room, taste, supply), 0, floor).impressions == pytest.approx([expected])


def test_a_floor_over_all_blocks_is_spent_where_it_buys_most() -> None:
    one, two = world([[1.0, 0.9]], supply=ONLY), world([[1.0, 0.5]], supply=ONLY)
    both = Aggregate(*(np.concatenate(parts) for parts in zip(one, two, strict=True)))
    assert attainable(both, 0, 0.95).impressions == pytest.approx([100.0, 0.0], abs=1e-6)
    assert attainable(both, 0, 0.90).impressions == pytest.approx([100.0, 20.0], abs=1e-6)


def test_a_floor_out_of_reach_is_refused() -> None:
    with pytest.raises(InvariantError, match=r"no allocation keeps a mean taste score of 1\.1"):
        attainable(world([[1.0, 0.2]]), 0, 1.1)
