import math

import numpy as np
import pytest

import sim
from sim.analysis import assumptions
from sim.config.load import validate
from sim.core.errors import ConfigError

POLICIES = ("interest", "popularity")


def anything(draw: assumptions.Draw) -> bool:
    return True


def nothing(draw: assumptions.Draw) -> bool:
    return False


@pytest.fixture(scope="module")
def config() -> sim.Config:
    return sim.load(["policy=popularity"])


@pytest.fixture(scope="module")
def rows(config):
    return assumptions.rows_of(config, POLICIES)


def test_every_assumption_is_drawn_but_those_without_effect(config, rows) -> None:
    keys = {row.key for row in rows}
    assert {"behaviour.ad_dislike", "traffic.paid_elasticity", "market.cpm_rmb", "policy.popularity.gamma"} <= keys
    assert {"recommender.learner.prior_weight"} <= keys
    idle = {"population.cosine_amplitude", "population.cosine_peak_hour"}
    assert not keys & idle
    assert not any(key.startswith("policy.ladder") for key in keys)
    assert all(row.grade == "assumption" for row in rows)
    cosine = assumptions.rows_of(sim.load(["population.hourly_profile=cosine"]), POLICIES)
    assert {row.key for row in cosine} >= idle


def test_draws_fill_every_range_evenly(rows) -> None:
    drawn = assumptions.draws(rows, 40, 7, anything)
    assert len(drawn) == 40
    for row in rows:
        low, high = row.plausible
        values = np.array([draw[row.key] for draw in drawn])
        assert (values >= low).all()
        assert (values <= high).all()
        if isinstance(row.default, int) and not isinstance(row.default, bool):
            continue
        share = np.log(values / low) / math.log(high / low) if low > 0 else (values - low) / (high - low)
        assert sorted(np.floor(share * 40).astype(int)) == list(range(40)), "a Latin hypercube"


def test_draws_are_keyed_by_seed(rows) -> None:
    first, again, other = (assumptions.draws(rows, 5, seed, anything) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_what_is_not_allowed_is_drawn_again(rows) -> None:
    def narrow(draw: assumptions.Draw) -> bool:
        return draw["behaviour.ad_dislike"] < 0.6

    drawn = assumptions.draws(rows, 30, 3, narrow)
    assert all(narrow(draw) for draw in drawn)
    with pytest.raises(ConfigError, match="no draw"):
        assumptions.draws(rows, 1, 3, nothing)


def test_a_draw_gives_an_allowed_configuration(config, rows) -> None:
    plain = config.model_dump(mode="json")
    for draw in assumptions.draws(rows, 20, 5, anything):
        changed = validate(assumptions.put(plain, draw))
        assert changed.behaviour.ad_dislike == draw["behaviour.ad_dislike"]
        assert changed.policy["popularity"]["gamma"] == draw["policy.popularity.gamma"]
        assert changed.traffic.paid_elasticity == draw["traffic.paid_elasticity"]
    assert plain == config.model_dump(mode="json"), "the original is left alone"


def test_fixed_and_unknown_keys_are_left_out(config) -> None:
    plain = config.model_dump(mode="json")
    draw = {"policy.popularity.gamma": 0.7, "policy.ladder.reach": 1.0, "market.cpm_rmb": 20.0}
    changed = assumptions.put(plain, draw, fixed=["policy.popularity.gamma"])
    assert changed["policy"] == plain["policy"]
    assert changed["market"]["cpm_rmb"] == 20.0


def test_draws_as_rows(rows) -> None:
    frame = assumptions.as_frame(assumptions.draws(rows, 3, 1, anything))
    assert list(frame.columns) == ["draw", "parameter", "value"]
    assert len(frame) == 3 * len(rows)
    assert assumptions.as_frame([]).empty
