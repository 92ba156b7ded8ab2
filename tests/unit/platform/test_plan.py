"""What a plan may hold: a kernel looks no further than an array's address, so all else is refused before it."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.core.errors import PolicyError
from sim.platform.plan import BY_ITEM, WORDS, Rerank, TrafficPlan, check

USERS, ITEMS = 2, 3
OBSERVED: Any = SimpleNamespace(users=USERS, items=SimpleNamespace(count=ITEMS))
PAIRED = np.zeros((USERS, ITEMS))


@pytest.mark.parametrize("held", [0.5, 1, np.array(0.5), [0.5] * ITEMS, np.array(["1"] * ITEMS), np.ones(ITEMS + 1)])
@pytest.mark.parametrize("name", BY_ITEM)
def test_what_is_said_of_items_is_an_array_of_all(name: str, held: Any) -> None:
    """One number for all would be read past its end."""
    with pytest.raises(PolicyError, match=rf"^policy mine: {name} (is|has shape) .*, allowed is .*\[{ITEMS}\]$"):
        check(TrafficPlan(**{name: held}), OBSERVED, "mine")


@pytest.mark.parametrize("kind", [bool, np.int32, np.float32, np.float64])
@pytest.mark.parametrize("name", BY_ITEM)
def test_an_array_holds_any_numbers(name: str, kind: Any) -> None:
    check(TrafficPlan(**{name: np.ones(ITEMS, dtype=kind)}), OBSERVED, "mine")


@pytest.mark.parametrize("held", [np.full(ITEMS, 0.5), np.array(0.5), "0.5", [0.5]])
@pytest.mark.parametrize("name", ["ad_load", "shortlist", "temperature", "feedback_weight"])
def test_one_number_is_no_array(name: str, held: Any) -> None:
    with pytest.raises(PolicyError, match=f"^policy mine: {name} is "):
        check(TrafficPlan(**{name: held}), OBSERVED, "mine")


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("held", ["Log", "soft", 1, ["log"]])
def test_a_word_that_nobody_knows_is_no_habit(name: str, held: Any) -> None:
    with pytest.raises(PolicyError, match=rf"^policy mine: {name} is .*, allowed are {WORDS[name][0]} and "):
        check(TrafficPlan(**{name: held}), OBSERVED, "mine")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"pinned": np.full((USERS, 1), np.nan)}, "pinned must hold rows of items"),
        ({"pinned": np.full((USERS, 1), 2 - 2**32)}, "pinned must hold rows of items"),
        ({"pinned": np.full((USERS, 1), ITEMS)}, "pinned must hold rows of items"),
        ({"pinned": [[0]] * USERS}, "pinned must hold rows of items"),
        ({"cohort": np.full(USERS, 0.5), "price": PAIRED}, "cohort must name one of 2 rows"),
        ({"cohort": [0] * USERS}, "cohort must name one of 1 rows"),
        ({"price": np.zeros((0, ITEMS))}, "price has shape"),
        ({"price": np.full(ITEMS, 1e308)}, "price holds 1e[+]308, allowed is"),
        ({"lanes": [1.0, 0.0, 0.0, 0.0, 0.0]}, "lanes are "),
        ({"rerank": "mmr"}, "rerank is mmr, allowed is a Rerank"),
        ({"rerank": Rerank("nmr", 0.5)}, "rerank is Rerank"),  # type: ignore[arg-type]
        ({"rerank": Rerank("mmr", np.nan)}, "rerank is Rerank"),
        ({"rerank": Rerank("mmr", -1.0)}, "rerank is Rerank"),
        ({"rerank": Rerank("mmr", 0.5, pool=2.5)}, "rerank is Rerank"),  # type: ignore[arg-type]
        ({"payout": "view"}, "payout is view, allowed is a Payout"),
        ({"score_weights": {"like": 1.0}}, "score_weights is .*, allowed is a ValueWeights"),
    ],
)
def test_what_a_kernel_would_take_for_something_else_is_refused(said: dict[str, Any], wanted: str) -> None:
    with pytest.raises(PolicyError, match=f"^policy mine: {wanted}"):
        check(TrafficPlan(**said), OBSERVED, "mine")


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(PolicyError, match=r"^policy mine: allocate gives None, allowed is a TrafficPlan"):
        check(None, OBSERVED, "mine")  # type: ignore[arg-type]


def test_what_is_wrong_is_said_on_one_line() -> None:
    for held in ([0.5] * 100, np.ones((20, 20)).astype(str), "a\n" * 100):
        with pytest.raises(PolicyError) as caught:
            check(TrafficPlan(boost=held), OBSERVED, "mine")  # type: ignore[arg-type]
        assert len(str(caught.value).splitlines()) == 1
        assert len(str(caught.value)) < 150


def test_what_may_be_said_is_taken() -> None:
    check(
        TrafficPlan(
            price=PAIRED,
            cohort=np.array([1, 0]),
            pinned=np.array([[2, -1], [-1, 0]]),
            select="softmax",
            temperature=np.float64(0.5),
            score_scale="log",
            explore_rank=True,
            ad_load=0,
            rerank=Rerank("dpp", 3.0),
            lanes=np.array([1, 0, 0, 0, 0]),
        ),
        OBSERVED,
        "mine",
    )
