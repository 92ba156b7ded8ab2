"""Slots that are sold, and items that ask for viewers."""

import numpy as np
import pytest

import sim
from sim.policies.two_sided_request import TwoSidedRequest, requests


@pytest.mark.parametrize("share", [0.0, 0.12, 0.5, 1.0])
def test_natural_impressions_are_what_is_not_sold(share: float) -> None:
    """Within 4 binomial errors; the proportions between items stay."""
    relevance = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])
    served = sim.arena("paid_slots", relevance, share=share, slots=2, requests=4_000)["impressions"].to_numpy()
    natural = served.sum() / 8_000
    assert natural == pytest.approx(1.0 - share, abs=4 * np.sqrt(share * (1 - share) / 8_000) + 1e-12)
    if share in (0.0, 1.0):
        assert natural == 1.0 - share


def test_a_slot_that_is_sold_is_sold_under_any_policy() -> None:
    """Whether a slot is paid does not depend on what would have stood there."""
    one = sim.arena(["paid_slots", "interest"], [1.0, 0.5], share=0.3, requests=500)["impressions"].sum()
    two = sim.arena(["paid_slots", "random"], [1.0, 0.5], share=0.3, requests=500)["impressions"].sum()
    assert one == two < 500


def test_an_item_asks_those_who_like_it_and_have_room() -> None:
    relevance = np.array([[1.0, 0.9, 0.2], [0.8, 0.7, 0.3], [0.1, 0.6, 0.4]])
    assert requests(relevance, np.array([1, 1, 1]), 1).tolist() == [[0], [1], [2]]
    assert requests(relevance, np.array([2, 2, 1]), 2).tolist() == [[0, 1], [0, -1], [1, 2]]
    assert requests(relevance, np.array([3, 3, 3]), 1).tolist() == [[0], [0], [0]], "nobody is asked twice over"


def test_items_that_have_their_impressions_do_not_ask(look) -> None:
    world = look(items_impressions=[30, 29, 0], items_age_days=[1, 1, -0.1])
    plan, _ = TwoSidedRequest(target=30.0).allocate(world, TwoSidedRequest(target=30.0).start(world))
    assert plan.pinned[:, 0].tolist() == [1, -1, -1, -1], "one impression is lacking; the third has not appeared yet"


def test_new_items_start_sooner_at_nearly_the_same_match() -> None:
    draw = np.random.default_rng(2)
    relevance = draw.random((20, 40)) * np.where(np.arange(40) < 30, 1.0, 0.8)
    born = np.where(np.arange(40) < 30, 0, 500)
    options = {"born": born, "requests": 1_500, "refresh": 20, "slots": 3}
    alone, asking = (sim.arena.serve(policy, relevance, **options)[0] for policy in ("interest", "two_sided_request"))
    new = alone.born > 0
    reached = [(scene.counts["impressions"][new] >= 30).mean() for scene in (alone, asking)]
    assert reached[1] == 1.0 > reached[0]
    rows = np.flatnonzero(new)
    lift = [scene.utility[rows].sum() / scene.counts["impressions"][rows].sum() for scene in (asking,)]
    assert lift[0] > 1.2 * asking.relevance[:, rows].mean(), "and with viewers who care more than others would"
