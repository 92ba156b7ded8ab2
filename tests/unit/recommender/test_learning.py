"""What learners are made of: least squares against planted tastes and plain algebra, steps, the line of Platt."""

import math

import numpy as np
import pytest
from scipy.sparse import csr_matrix

import sim
from sim.core.logistic import fit
from sim.core.units import TICKS_PER_DAY
from sim.recommender import feedback
from sim.recommender.feedback import FEEDBACK
from sim.recommender.least_squares import half_sweep
from sim.recommender.platt import line_of
from sim.recommender.two_tower import climb

TINY = ["scenario=quick", "population.users=60", "population.creators=20", "horizon_days=8"]


def sweeps(plays: csr_matrix, size: int, times: int, confidence: float = 10.0, ridge: float = 0.1) -> np.ndarray:
    """Products of users and columns after some sweeps from small random columns."""
    user, column = np.zeros((plays.shape[0], size)), 0.1 * np.random.default_rng(1).normal(size=(plays.shape[1], size))
    across = plays.T.tocsr()
    for _ in range(times):
        half_sweep(plays.indptr, plays.indices, plays.data, column, confidence, ridge, user)
        half_sweep(across.indptr, across.indices, across.data, user, confidence, ridge, column)
    return user @ column.T


def test_a_half_sweep_solves_the_weighted_equations() -> None:
    draw = np.random.default_rng(0)
    plays = csr_matrix(draw.poisson(0.3, (20, 30)).astype(float))
    other, own = draw.normal(size=(30, 4)), np.zeros((20, 4))
    half_sweep(plays.indptr, plays.indices, plays.data, other, 3.0, 0.5, own)
    for u, row in enumerate(plays.toarray()):
        weight = np.diag(1.0 + 3.0 * row)
        wanted = np.linalg.solve(other.T @ weight @ other + 0.5 * np.eye(4), other.T @ weight @ (row > 0))
        assert own[u] == pytest.approx(wanted, abs=1e-12)


def planted(seed: int, users: int = 300, columns: int = 200, kinds: int = 4) -> tuple[np.ndarray, csr_matrix]:
    """Users and columns of a few kinds that like their own; each pair is met by one chance in five."""
    draw = np.random.default_rng(seed)
    likes = draw.integers(0, kinds, users)[:, None] == draw.integers(0, kinds, columns)
    met = draw.random(likes.shape) < 0.2
    return likes, csr_matrix((likes & met & (draw.random(likes.shape) < 0.9)).astype(float))


def area_of(score: np.ndarray, likes: np.ndarray) -> float:
    """The chance that a liked pair scores above one that is not liked."""
    order = np.argsort(np.argsort(score))
    hits = int(likes.sum())
    return float((order[likes].sum() - hits * (hits - 1) / 2) / (hits * (likes.size - hits)))


def test_planted_tastes_are_recovered_where_nothing_was_played() -> None:
    likes, plays = planted(0)
    unplayed = plays.toarray() == 0
    right = area_of(sweeps(plays, 4, 8)[unplayed], likes[unplayed])
    assert right > 0.99
    few = area_of(sweeps(plays, 1, 8)[unplayed], likes[unplayed])
    assert few < 0.9, "control: one number cannot hold four kinds"
    luck = np.random.default_rng(1).permuted(plays.toarray(), axis=1)
    lost = area_of(sweeps(csr_matrix(luck), 4, 8)[unplayed], likes[unplayed])
    assert lost == pytest.approx(0.5, abs=0.05), "control: plays dealt to other columns say nothing"


def test_rows_without_a_play_are_nothing() -> None:
    plays = csr_matrix(([1.0], ([1], [0])), (3, 2))
    own = np.full((3, 2), 7.0)
    half_sweep(plays.indptr, plays.indices, plays.data, np.eye(2), 1.0, 1.0, own)
    assert (own[[0, 2]] == 0.0).all()
    assert own[1, 0] == pytest.approx(2.0 / 3.0)  # (1 + 1) y / (y^2 + y^2 + ridge)


def outcomes(users: int, topics: int, each: int, chance: np.ndarray) -> np.ndarray:
    """Impressions of random pairs of a user and a topic, played by their chance."""
    draw = np.random.default_rng(2)
    known = np.zeros(users * each, dtype=FEEDBACK)
    known["user"], known["topic"] = draw.integers(0, users, known.size), draw.integers(0, topics, known.size)
    known["played"] = draw.random(known.size) < chance[known["user"], known["topic"]]
    return known


def test_towers_find_tastes_of_few_directions() -> None:
    users, topics, size = 60, 12, 4
    draw = np.random.default_rng(3)
    pull = draw.normal(size=(users, 2)) @ draw.normal(size=(2, topics)) - 0.5
    tables = [0.1 * draw.normal(size=(rows, 1 + size)).astype(np.float32) for rows in (users, topics)]
    tables.append(np.zeros((1, 1 + size), dtype=np.float32))
    tables += [np.zeros_like(table) for table in tables]
    known = outcomes(users, topics, 2_000, 1.0 / (1.0 + np.exp(-pull)))
    climb(known, np.ones(known.size), 0.15, 0.0, *tables)
    user, topic = tables[0], tables[1]
    learned = user[:, :1] + topic[:, 0] + user[:, 1:] @ topic[:, 1:].T
    assert np.corrcoef(learned.ravel(), pull.ravel())[0, 1] > 0.95


def test_the_line_is_that_of_logistic_regression() -> None:
    draw = np.random.default_rng(4)
    score = draw.normal(size=4_000)
    played = (draw.random(score.size) < 1.0 / (1.0 + np.exp(1.0 - 2.0 * score))).astype(np.int32)
    assert line_of(score, played) == pytest.approx(fit(score, played, np.ones(score.size, dtype=int)), rel=1e-6)
    assert line_of(-score, played) is None, "a score that is wrong way round is not used"
    assert line_of(np.zeros(9), np.arange(9, dtype=np.int32) % 2) is None
    assert line_of(score, np.ones(score.size, dtype=np.int32)) is None


def test_feedback_waits_for_its_delay_and_for_the_night() -> None:
    waiting = np.zeros(4, dtype=FEEDBACK)
    waiting["tick"] = [0, TICKS_PER_DAY - 1, TICKS_PER_DAY, TICKS_PER_DAY + 5]
    assert feedback.ripe(waiting, 2 * TICKS_PER_DAY, 24.0) == 2
    assert feedback.ripe(waiting, 2 * TICKS_PER_DAY, 0.0) == 4
    assert feedback.ripe(waiting, 2 * TICKS_PER_DAY - 1, 0.0) == 0


@pytest.mark.parametrize("learner", ["two_tower", "als", "hybrid"])
def test_nothing_younger_than_the_delay_is_learned(learner: str) -> None:
    key = "recommender.learner.towers.delay_hours" if learner == "hybrid" else "recommender.learner.delay_hours"
    run = sim.simulate([*TINY, f"recommender={learner}", f"{key}=48.0"])
    state = run.warm.learner_state
    state = getattr(state, "towers", state)
    assert state.waiting["tick"].min() >= 6 * TICKS_PER_DAY
    assert state.waiting.size == run.ledger.query("day >= 6").impressions.sum()


def test_without_error_the_noisy_learner_is_the_oracle() -> None:
    without = ["recommender=noisy", "recommender.learner.error=0.0"]
    learners = (["recommender=oracle"], without, ["recommender=noisy"])
    one, two, three = (sim.simulate([*TINY, *learner]).fingerprint for learner in learners)
    assert one == two != three


def test_with_all_weight_on_content_the_hybrid_is_bayes_topic() -> None:
    """The tables of users hold the same counts, and the towers say next to nothing at the largest weight."""
    heavy = ["recommender=hybrid", "recommender.learner.weight=1e9"]
    learners = (["recommender=bayes_topic"], heavy, ["recommender=hybrid"])
    one, two, three = (sim.simulate([*TINY, *learner]).creators["impressions"].to_numpy() for learner in learners)
    assert abs(two - one).sum() < 0.005 * one.sum()
    assert abs(three - one).sum() > 0.05 * one.sum()


def test_a_new_item_stands_as_its_account_does() -> None:
    run = sim.simulate([*TINY, "recommender=two_tower", "seed=3"])  # some items have not been shown
    world, state = run.warm.world, run.warm.learner_state
    prediction = sim.load(["recommender=two_tower"]).build_learner().predict(world, state)
    fresh = world.items.impressions == 0
    assert fresh.any()
    level = state.account[world.items.creator[fresh], 0]
    assert prediction.appeal[fresh] == pytest.approx(level, abs=1e-6)
    assert math.isfinite(level.sum())
    assert len(set(level)) > 1
