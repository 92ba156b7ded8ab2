"""The guarantee to producers and the absence of envy among users, on instances drawn by hypothesis."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.policies.fair_rec import FairRec, envies, lists


@st.composite
def instances(draw) -> tuple[np.ndarray, int, float]:
    users, producers = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    row = st.lists(st.integers(0, 20), min_size=producers, max_size=producers)
    same = draw(st.booleans())  # when all like the same, copies run out soonest
    rows = [draw(row)] * users if same else [draw(row) for _ in range(users)]
    return (
        np.array(rows, dtype=float) / 20.0,
        draw(st.integers(1, producers)),
        draw(st.sampled_from([0.3, 0.5, 0.8, 1])),
    )


@given(instances())
@settings(max_examples=300, deadline=None)
def test_everybody_is_served_and_nobody_envies(instance: tuple[np.ndarray, int, float]) -> None:
    relevance, places, share = instance
    users, producers = relevance.shape
    found = lists(relevance, places, share)
    assert all(len(set(row)) == places for row in found.tolist())
    shown = np.bincount(found.ravel(), minlength=producers)
    assert shown.min() >= math.floor(share * users * places / producers + 1e-9)
    pairs = [(one, other) for one in range(users) for other in range(users) if one != other]
    assert not [pair for pair in pairs if envies(relevance, pair[0], found[pair[0]], found[pair[1]])]


def test_without_a_guarantee_everybody_gets_her_best() -> None:
    relevance = np.random.default_rng(1).random((6, 9))
    best = np.argsort(-relevance, axis=1)[:, :3]
    assert lists(relevance, 3, 0.0).tolist() == best.tolist()
    assert np.bincount(best.ravel(), minlength=9).min() == 0, "which would leave somebody out"


def test_copies_that_cannot_be_placed_are_placed_after_all() -> None:
    """The third user comes last and holds the only producer that is left: without the change she would be short."""
    relevance = np.array([[1.0, 0.1, 0.5], [1.0, 0.1, 0.5], [1.0, 0.9, 0.5]])
    assert np.bincount(lists(relevance, 2, 1.0).ravel()).tolist() == [2, 2, 2]


@pytest.mark.parametrize(("places", "share"), [(0, 0.5), (4, 0.5), (2, 1.5)])
def test_what_is_not_an_instance_is_refused(places: int, share: float) -> None:
    with pytest.raises(ValueError, match="relevance"):
        lists(np.ones((2, 3)), places, share)


@pytest.mark.parametrize(
    ("users", "producers", "places", "share"), [(30, 12, 4, 0.5), (20, 20, 5, 0.8), (12, 30, 3, 1)]
)
def test_in_the_arena_every_account_gets_its_places(users: int, producers: int, places: int, share: float) -> None:
    """Each user comes once a refresh, and looks at the whole list."""
    draw = np.random.default_rng(users)
    relevance = draw.random(producers) * (0.5 + draw.random((users, producers)))  # some please nearly all
    rounds = 5
    options = {"slots": places, "requests": rounds * users, "refresh": users}
    served = sim.arena("fair_rec", relevance, share=share, places=places, **options)["impressions"]
    owed = rounds * share * users * places / producers
    assert served.min() >= math.floor(owed) - 2, "what does not divide evenly, and who is stuck, comes by the next time"
    alone = sim.arena("interest", relevance, **options)["impressions"]
    assert alone.min() < owed / 3, "the control: without it somebody is left out"


def test_batches_of_users_take_turns_and_debts_are_remembered(look) -> None:
    world = look(creator=[0, 1, 2], items_serial=[5, 6, 7])
    policy = FairRec(share=1.0, places=1, users_at_once=1)
    state, seen = policy.start(world), []
    for _ in range(6):
        plan, state = policy.allocate(world, state)
        seen.append(plan.pinned.max(axis=1).tolist())
    assert [row.index(max(row)) for row in seen] == [0, 1, 2, 3, 0, 1], "four users, one at a time"
    assert state.given.tolist() == [2, 2, 2]
    assert [max(row) for row in seen] == [2, 1, 0, 2, 1, 0]


def test_no_envy_is_left_where_the_order_of_the_rows_leaves_some() -> None:
    value = np.array(
        [
            [0.69, 0.54, 0.30, 0.22, 0.46, 0.87],
            [0.46, 0.49, 0.01, 0.27, 0.68, 0.63],
            [0.95, 0.45, 0.66, 0.27, 0.68, 0.33],
            [0.73, 0.78, 0.16, 0.06, 0.40, 0.39],
        ]
    )
    found = lists(value, 3, 1.0)
    assert np.bincount(found.ravel()).tolist() == [2] * 6
    assert not any(envies(value, one, found[one], found[other]) for one in range(4) for other in range(4))
