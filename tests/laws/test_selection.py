"""Which candidate is shown: the kernel's own selection against closed forms. Each user asks once for one item.

Every p-value is compared with 1e-4, so that one test in ten thousand would fail by chance, were the draws
not keyed: as they are, a test that passes always passes.
"""

import numpy as np
import pytest
from scipy import stats

from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.platform.plan import TrafficPlan
from sim.recommender.value import GRID, value_curve
from sim.world.tally import Lane

PRICES = np.array([0.0, 0.5, 1.0, 2.0])
NATURAL = np.array([1.0, 0.0, 0.0, 0.0, 0.0])  # every slot to the ranking
FOUR = ("recommender=bayes_topic", "population.creators=4", "slate_size=1", "recommender.retrieval.freshness_floor=1")
ALL_SEEN = ("candidates_per_slot=64",)  # with four items, some item is missed once in 10^7 requests


def likely(shown: np.ndarray, shares: np.ndarray) -> bool:
    return bool(stats.chisquare(shown, shares / shares.sum() * shown.sum()).pvalue > 1e-4)


@pytest.fixture
def shown(come_once, few_items):
    """Impressions of four items of equal worth under a plan, [4], and that worth."""

    def under(*overrides: str, **plan) -> tuple[np.ndarray, float]:
        visit = come_once(*FOUR, *few_items, *overrides, say=lambda _: TrafficPlan(**{"lanes": NATURAL, **plan}))
        assert visit.shown.sum() == 20_000
        stage = visit.stage
        prediction = stage.learner.predict(stage.world, stage.learner_state)
        chance = prediction.prior[0]
        pull = np.log(chance / (1 - chance))
        curve = stage.learner.value(stage.responses, value_curve(stage.responses, stage.platform.values))
        return visit.shown, float(np.interp(pull, GRID, curve))

    return under


@pytest.mark.parametrize("temperature", [0.3, 1.0, 3.0])
def test_softmax_shows_in_proportion_to_the_exponential_of_score_over_temperature(temperature, shown) -> None:
    counted, _ = shown(*ALL_SEEN, select="softmax", temperature=temperature, price=PRICES)
    assert likely(counted, np.exp(PRICES / temperature))
    assert not likely(counted, np.exp(PRICES / (1.2 * temperature)))


def test_softmax_at_no_temperature_shows_the_best(shown) -> None:
    counted, _ = shown(*ALL_SEEN, select="softmax", temperature=1e-4, price=PRICES)
    assert counted.tolist() == [0, 0, 0, 20_000]
    assert shown(*ALL_SEEN, price=PRICES)[0].tolist() == counted.tolist()


def test_softmax_at_any_temperature_shows_all_alike(shown) -> None:
    assert likely(shown(*ALL_SEEN, select="softmax", temperature=1e6, price=PRICES)[0], np.ones(4))


def test_softmax_on_the_log_scale_makes_a_power_of_the_score(shown) -> None:
    boost = np.array([0.0, 0.2, 0.4, 0.8])
    counted, _ = shown(*ALL_SEEN, select="softmax", score_scale="log", temperature=0.5, boost=boost)
    assert likely(counted, np.exp(boost / 0.5))


def test_a_lottery_shows_in_proportion_to_the_score(shown) -> None:
    boost = np.log([1.0, 2.0, 3.0, 4.0])
    assert likely(shown(*ALL_SEEN, select="lottery", boost=boost)[0], np.array([1.0, 2.0, 3.0, 4.0]))
    counted, worth = shown(*ALL_SEEN, select="lottery", price=PRICES)
    assert likely(counted, worth + PRICES)


def test_a_price_counts_only_within_the_shortlist(shown) -> None:
    boost, price = np.log([1.0, 0.7, 0.4, 0.1]), np.array([0.0, 0.0, 50.0, 90.0])
    assert shown(*ALL_SEEN, boost=boost, price=price)[0].argmax() == 3
    assert shown(*ALL_SEEN, boost=boost, price=price, shortlist=0.3)[0].tolist() == [0, 0, 20_000, 0]
    assert shown(*ALL_SEEN, boost=boost, price=price, shortlist=0.5)[0].tolist() == [20_000, 0, 0, 0]


def test_a_single_candidate_is_retrieved_by_weight(shown) -> None:
    weight = np.array([1.0, 2.0, 3.0, 10.0])
    assert likely(shown("candidates_per_slot=1", retrieve=weight)[0], weight)


def test_retrieval_forgets_items_by_their_age(come_once, few_items) -> None:
    """Four items of different age, one candidate each time: by the law of freshness."""
    ages = ("recommender.retrieval.freshness_half_life_hours=150", "recommender.retrieval.freshness_floor=0.1")
    visit = come_once(*FOUR[:3], *few_items, *ages, "candidates_per_slot=1", say=lambda _: TrafficPlan(lanes=NATURAL))
    hours = -visit.stage.world.items.visible_from / 3_600_000
    weight = np.maximum(0.5 ** (hours / 150), 0.1)
    assert np.unique(weight).size > 2
    assert likely(visit.shown, weight)


@pytest.mark.parametrize("engine", [CompiledEngine, ReferenceEngine])
@pytest.mark.parametrize("lane", ["interest", "follow", "explore", "paid"])
def test_an_item_is_shown_from_its_first_tick_and_no_more_on_its_last(lane, engine, come_once, few_items) -> None:
    """Everybody asks on tick 0. Of four items one retires on it, one appears on it, one the tick after."""
    plan = TrafficPlan(lanes=np.eye(6)[Lane[lane.upper()], :5]) if lane != "paid" else TrafficPlan(ad_load=1.0)

    def edges(world) -> None:
        world.items.thaw()
        world.items.visible_from[:] = [-9, 0, 1, -9]
        world.items.visible_to[:] = [0, 9, 9, 1]
        world.items.freeze()
        world.users.follows[:, :4], world.users.follows_ever[:] = world.items.creator, 4

    few = ("population.users=200", *FOUR, *few_items, "candidates_per_slot=1", "behaviour.follow_intercept=-50")
    visit = come_once(*few, say=lambda _: plan, engine=engine(), alter=edges)
    assert visit.shown.tolist() == [0, visit.shown[1], 0, 200 - visit.shown[1]]
    assert visit.served.by_item[:, Lane[lane.upper()]].sum() > 60
    assert 0 < visit.shown[1] < 200


def test_a_pace_is_the_chance_to_compete(shown) -> None:
    pace = np.array([1.0, 1.0, 1.0, 0.25])
    counted, _ = shown(*ALL_SEEN, pace=pace, price=PRICES)
    assert counted[3] / 20_000 == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / 20_000))
    assert counted[2] == 20_000 - counted[3]


def test_the_explore_lane_draws_by_weight(shown) -> None:
    lanes, weight = np.array([0.0, 0.0, 1.0, 0.0, 0.0]), np.array([5.0, 0.0, 3.0, 1.0])
    counted, _ = shown(lanes=lanes, explore=weight)
    assert counted[1] == 0
    assert likely(counted[[0, 2, 3]], weight[[0, 2, 3]])


def test_the_paid_lane_draws_accounts_by_a_power_of_their_followers(come_once, few_items) -> None:
    visit = come_once(*FOUR, *few_items, "traffic.paid_elasticity=0.5", say=lambda _: TrafficPlan(ad_load=1.0))
    creators = visit.stage.world.creators
    followers = creators.first_followers[visit.stage.world.items.creator]
    assert np.ptp(followers) > 0
    assert likely(visit.shown, np.sqrt(followers))


def test_slots_go_to_lanes_by_their_shares(come_once, few_items) -> None:
    lanes = np.array([0.55, 0.0, 0.45, 0.0, 0.0])
    visit = come_once(
        "population.creators=400",
        *few_items,
        "behaviour.stay_base=1",
        say=lambda _: TrafficPlan(lanes=lanes, ad_load=0.2),
    )
    counted = visit.served.by_item[:, :6].sum(axis=0)
    assert counted[[1, 3, 4]].sum() == 0
    assert likely(counted[[0, 2, 5]], np.array([0.8 * 0.55, 0.8 * 0.45, 0.2]))


def test_soft_selection_fills_a_slate_like_draws_without_replacement(come_once, few_items) -> None:
    """Gumbel noise gives the order of successive draws (Plackett-Luce): the first two of four items."""
    visit = come_once(
        *FOUR[:2], *few_items, "slate_size=2", "candidates_per_slot=64", "behaviour.stay_base=50",
        "behaviour.pause_seconds=50000", "recommender.retrieval.freshness_floor=1", "population.topics=2",
        say=lambda _: TrafficPlan(lanes=NATURAL, select="softmax", temperature=1.0, price=PRICES),
    )  # fmt: skip
    weight = np.exp(PRICES) / np.exp(PRICES).sum()
    first_two = weight + sum(weight[i] * weight / (1 - weight[i]) * (np.arange(4) != i) for i in range(4))
    assert visit.served.totals[2] == 2 * visit.served.totals[1] == 40_000
    expected = 20_000 * first_two
    error = np.sqrt(expected * (1 - first_two))
    assert np.abs(visit.shown - expected).max() < 4 * error.max()
