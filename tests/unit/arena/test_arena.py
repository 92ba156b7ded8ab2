import copy
import inspect
from typing import ClassVar

import numpy as np
import pytest

import sim
from sim.arena import error_by_refresh, serve
from sim.core.errors import ConfigError
from sim.market import brm
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

RELEVANCE = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])


class Says(Policy):
    """A policy that says what it is told, and keeps what it saw."""

    plan: ClassVar[dict] = {}

    def start(self, observed: Observed) -> State:
        return State(seen=[])

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        return TrafficPlan(**self.plan), State(seen=[*state.seen, copy.deepcopy(observed)])


def says(**plan) -> Policy:
    return type("Says", (Says,), {"plan": plan, "__annotations__": {"plan": ClassVar[dict]}})()


def seen(policy, relevance=RELEVANCE, **options) -> list[int]:
    return sim.arena(policy, relevance, **options)["impressions"].tolist()


def test_it_can_be_called_and_asked() -> None:
    frame = sim.arena("interest", RELEVANCE, requests=10)
    assert list(frame.columns) == ["item", "creator", "impressions", "level", "payout"]
    assert frame["impressions"].tolist() == [5, 0, 5]
    assert frame["creator"].tolist() == [0, 1, 2]
    assert list(inspect.signature(sim.arena).parameters)[:3] == ["policy", "relevance", "creator_of_item"]


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    one, two, three = (seen("popularity", requests=200, seed=seed) for seed in (1, 1, 2))
    assert one == two
    assert one != three


@pytest.mark.parametrize("refresh", [1, 7, 1000])
@pytest.mark.parametrize("policy", ["random", "popularity", "creator_floor", "exploration_budget"])
def test_every_slot_is_served_once(policy: str, refresh: int) -> None:
    assert sum(seen(policy, np.ones((3, 9)), slots=4, requests=100, refresh=refresh)) == 400


def test_a_slate_holds_no_more_than_there_is() -> None:
    assert seen("interest", slots=5, requests=10) == [10, 10, 10]


def test_equals_share_by_lot() -> None:
    counts = seen("interest", np.ones((1, 4)), requests=2_000)
    assert min(counts) > 400


# --- facts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alfa": 2.0}, "alfa is neither a parameter .* did you mean alpha"),
        ({"alpha": -1.0}, "alpha_fair.alpha is -1.0, allowed is"),
        ({"followers": [1.0]}, r"followers has shape \(1,\), allowed is \[3\]"),
        ({"like_prob": [0.1, 0.2, 1.2]}, "like_prob"),
        ({"slots": 0}, "slots is 0"),
        ({"refresh": 1.5}, "refresh is 1.5"),
        ({"creator_of_item": [0, 1]}, "creator_of_item"),
        ({"select": "best"}, "select is 'best', allowed is one of argmax"),
        ({"requests_per_day": 0.0}, "requests_per_day is 0.0"),
    ],
)
def test_what_is_not_allowed_is_named(options: dict, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        sim.arena("alpha_fair", RELEVANCE, requests=1, **options)


def test_an_unknown_policy_or_matrix_is_refused() -> None:
    with pytest.raises(ConfigError, match="allowed is one of"):
        sim.arena("alpha_unfair", RELEVANCE)
    with pytest.raises(ConfigError, match="relevance"):
        sim.arena("interest", [[0.5, -0.1]])


def test_items_appear_when_they_are_born() -> None:
    assert seen("interest", [1.0, 2.0], born=[0, 6], requests=10) == [6, 4]
    assert seen("interest", [1.0, 2.0], born=[0, 6], requests=10, refresh=10) == [6, 4], "within a span, too"
    assert seen("interest", [1.0, 2.0], born=[3, 6], requests=10) == [3, 4], "before, there is nothing to show"


def test_rows_come_back_in_the_order_they_were_given() -> None:
    frame = sim.arena("interest", [1.0, 3.0, 2.0], born=[5, 8, 0], creator_of_item=[2, 0, 2], requests=10)
    assert frame["item"].tolist() == [0, 1, 2]
    assert frame["creator"].tolist() == [2, 0, 2]
    assert frame["impressions"].tolist() == [0, 2, 8]


def test_likes_belong_to_an_items_own_impressions() -> None:
    """The n-th impression of an item is liked or not whoever it competes with: common luck across policies."""

    def likes(relevance: list[float], requests: int) -> int:
        scene, _ = serve("interest", relevance, requests=requests, like_prob=0.3)
        assert scene.counts["impressions"][0] == 200
        return int(scene.counts["likes"][0])

    alone = likes([1.0, 0.0], 200)
    assert 30 < alone < 90
    scene, _ = serve("interest", [[1.0, 0.0], [0.0, 1.0]], requests=400, like_prob=0.3)
    assert int(scene.counts["likes"][0]) == alone


def test_what_the_platform_sees() -> None:
    policy = says()
    _, states = serve(
        policy, RELEVANCE, creator_of_item=[0, 0, 1], slots=2, requests=4, refresh=2, niche=[0, 0, 1],
        position_weight=[1.0, 0.5], followers=[7.0, 8.0], born=[0, 0, 1], requests_per_day=2,
    )  # fmt: skip
    first, second, last = states["Says"].seen
    assert (first.day, second.day, last.day) == (0.0, 1.0, 2.0)
    assert first.items.count == 3, "what appears within the span is there, younger than nothing"
    assert first.items.age_days.tolist() == [0.0, 0.0, -0.5]
    assert second.items.kept.tolist() == [0, 1, 2]
    assert second.creators.niche.tolist() == [False, True]
    assert second.creators.followers.tolist() == [7.0, 8.0]
    assert second.creators.merit == pytest.approx([0.55, 0.55])
    assert second.items.impressions.tolist() == [1, 2, 1]
    # request 0 shows items 0 and 1 to the first user, request 1 items 2 and 1 to the second
    assert second.creators.attention_last_span.tolist() == [2.0, 1.0]
    assert second.creators.utility == pytest.approx([1.0 + 0.25 + 0.25, 1.0])
    assert second.creators.relevance_last_span == pytest.approx([1.5 * (1 + 0.7 / 1.7), 1.5 * 1.0 / 1.7])


def test_a_policy_may_look_but_not_touch() -> None:
    class Touches(Policy):
        def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
            observed.items.impressions[0] = 100
            return TrafficPlan(), state

    with pytest.raises(ValueError, match="read-only"):
        sim.arena(Touches(), RELEVANCE, requests=1)


# --- how a plan is served ----------------------------------------------------------------------------------------


def test_boost_price_and_scale() -> None:
    one = np.ones(3)
    assert seen(says(boost=np.log([0.4, 1.0, 0.4])), requests=10) == [0, 10, 0]
    assert seen(says(price=np.array([0.0, 0.6, 0.0])), requests=10) == [0, 10, 0]
    assert seen(says(price=np.array([0.0, 0.6, 0.0]), shortlist=0.6), requests=10) == [5, 0, 5]
    assert seen(says(price=np.array([0.0, 0.6, 0.0]), score_scale="log"), requests=10) == [5, 0, 5]  # ln 2 = .69
    assert seen(says(price=np.array([0.0, 0.7, 0.0]), score_scale="log"), requests=10) == [0, 10, 0]
    assert seen(says(boost=0.0 * one, price=0.0 * one, pace=one), requests=10) == [5, 0, 5]


def test_pace_is_a_share_of_requests() -> None:
    assert seen(says(pace=np.array([0.0, 1.0, 1.0])), requests=10) == [0, 5, 5]
    half = seen(says(pace=np.array([0.5, 1.0, 1.0])), np.array([1.0, 0.5, 0.1]), requests=1_000)
    assert 430 < half[0] < 570
    assert half[2] == 0


def test_cohorts_have_their_own_prices() -> None:
    price = np.array([[0.0, 5.0, 0.0], [0.0, 0.0, 0.0]])
    assert seen(says(price=price, cohort=np.array([0, 1])), requests=10) == [0, 5, 5]


def test_the_explore_lane_draws_by_weight_or_by_the_best_of_a_few() -> None:
    lanes = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    weights = np.array([0.0, 3.0, 1.0])
    drawn = seen(says(lanes=lanes, explore=weights), np.array([1.0, 0.5, 0.6]), requests=1_000)
    assert drawn[0] == 0
    assert 700 < drawn[1] < 800
    ranked = seen(says(lanes=lanes, explore=weights, explore_rank=True), np.array([1.0, 0.5, 0.6]), requests=1_000)
    assert ranked[2] > 850
    assert seen(says(lanes=lanes, explore=0.0 * weights), np.array([1.0, 0.5, 0.6]), requests=10) == [10, 0, 0]
    assert seen(says(lanes=np.array([0.0, 1.0, 0.0, 0.0, 0.0])), requests=10) == [5, 0, 5], "nobody is followed"


def test_pinned_items_come_first_and_slates_can_be_chosen_again() -> None:
    pinned = np.array([[1], [-1]], dtype=np.int32)
    assert seen(says(pinned=pinned), requests=10) == [0, 5, 5]
    from sim.platform.plan import Rerank

    relevance = np.array([1.0, 0.9, 0.5, 0.0])
    topics = {"topic": [0, 0, 1, 1], "slots": 2, "requests": 10}
    assert seen("interest", relevance, **topics) == [10, 10, 0, 0]
    assert seen(says(rerank=Rerank("mmr", 0.5)), relevance, **topics) == [10, 0, 10, 0]


def test_habits_of_the_platform_hold_where_a_policy_leaves_them_open() -> None:
    soft = seen("interest", requests=1_000, select="softmax")
    assert min(soft) > 100
    assert seen("interest", requests=1_000, temperature=0.001) == [500, 0, 500]


# --- pay --------------------------------------------------------------------------------------------------------


def test_attention_pays_one_or_backward_rewards_do() -> None:
    assert sim.arena("interest", RELEVANCE, requests=10)["payout"].tolist() == [5.0, 0.0, 5.0]
    weighted = sim.arena("interest", RELEVANCE, slots=2, requests=10, position_weight=[1.0, 0.5])
    assert weighted["payout"].tolist() == [5.0, 5.0, 5.0]
    rewarded = sim.arena("interest", RELEVANCE, slots=2, requests=10, beta=[1.0, 0.5])["payout"].tolist()
    assert rewarded == pytest.approx(5 * (brm.pay(RELEVANCE[0], [1.0, 0.5]) + brm.pay(RELEVANCE[1], [1.0, 0.5])))


# --- levels, tables, names ---------------------------------------------------------------------------------------


def test_levels_count_gates_passed() -> None:
    options = {"pools": [5.0, 5.0, 5.0], "gates": [0.5, 0.5], "gate": "like_rate", "slots": 2, "requests": 20}
    frame = sim.arena("ladder", np.ones((1, 2)), like_prob=[1.0, 0.0], **options)
    assert frame["level"].tolist() == [2, 0]
    assert frame["impressions"].tolist() == [20, 5]
    at_once = sim.arena("ladder", np.ones((1, 2)), like_prob=[1.0, 0.0], **(options | {"requests": 5}))
    assert at_once["level"].tolist() == [1, 0], "the last request is judged"


def test_error_by_refresh_is_a_table() -> None:
    table = error_by_refresh("interest", RELEVANCE, [0.5, 0.0, 0.5], (1, 5), requests=20)
    assert table.to_dict("list") == {"refresh": [1, 5], "error": [0.0, 0.0]}


def test_names_of_items_do_not_matter() -> None:
    """Without ties and without luck a relabelled arena is the relabelled arena."""
    relevance = np.random.default_rng(3).random((5, 12))
    order = np.random.default_rng(4).permutation(12)
    creator = np.arange(12) % 5
    frame = sim.arena("alpha_fair", relevance, creator_of_item=creator, slots=2, requests=500)
    moved = sim.arena("alpha_fair", relevance[:, order], creator_of_item=creator[order], slots=2, requests=500)
    assert moved["impressions"].tolist() == frame["impressions"].to_numpy()[order].tolist()


def test_policies_compose_and_parameters_find_theirs() -> None:
    pair = seen(["alpha_fair", "exploration_budget"], requests=2_000, alpha=0.0, share=0.3)
    assert pair[1] == pytest.approx(200, abs=50)


def test_two_of_a_kind_keep_their_own_states() -> None:
    twice = [says(price=np.array([0.0, 0.3, 0.0])), says(price=np.array([0.0, 0.3, 0.0]))]
    _, states = serve(twice, RELEVANCE, requests=10)
    assert list(states) == ["Says 1", "Says 2"]
    assert seen(twice, requests=10)[1] == 10, "prices add"
