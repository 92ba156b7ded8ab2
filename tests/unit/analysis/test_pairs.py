import math

import numpy as np
import pytest

from sim.analysis.pairs import base, drawn
from sim.analysis.winners import best, winners


def test_loss_protection_and_elasticity_by_hand(pairs) -> None:
    found = pairs(4)
    assert base(found.loss("interest")).to_numpy() == pytest.approx(math.log(0.5))
    assert base(found.protection("interest")).to_numpy() == pytest.approx(0.0)
    assert base(found.protection("floor")).mean() == pytest.approx(math.log(0.6 / 0.5), abs=0.03)
    assert base(found.elasticity("interest")).to_numpy() == pytest.approx(math.log(0.5) / math.log(0.7))
    assert base(found.level("boost")).mean() == pytest.approx(math.log(2 * 0.4 / 0.5), abs=0.03)


def test_level_moves_nothing_of_protection(pairs) -> None:
    def doubled(frame):
        where = frame["policy"] == "floor"
        frame.loc[where, "natural_niche_small"] *= 2.0
        return frame

    one, two = pairs(4), pairs(4, change=doubled)
    assert two.protection("floor").to_numpy() == pytest.approx(one.protection("floor").to_numpy())


def test_price_of_rescue_by_hand(pairs) -> None:
    found = pairs(3)
    regained = base(found.regained("floor"))
    ours, theirs = (found.value("natural_niche_small", policy, "drying") for policy in ("floor", "interest"))
    assert regained.to_numpy() == pytest.approx(10 * (ours - theirs).to_numpy())
    assert base(found.price("revenue_rmb_per_day", "floor")).to_numpy() == pytest.approx(2000.0 / regained.to_numpy())
    assert base(found.price("watch_seconds_per_day", "floor")).to_numpy() == pytest.approx(1e5 / regained.to_numpy())


def test_no_rescue_has_no_price(pairs) -> None:
    def worse(frame):
        frame.loc[frame["policy"] == "floor", "natural_niche_small"] *= 0.1
        return frame

    assert base(pairs(3, change=worse).price("revenue_rmb_per_day", "floor")).empty


def test_no_exposure_counts_as_half_an_impression(pairs) -> None:
    def nothing(frame):
        frame.loc[(frame["policy"] == "floor") & (frame["schedule"] == "drying"), "natural_niche_small"] = 0.0
        return frame

    found = pairs(2, change=nothing)
    assert base(found.log_exposure("floor", "drying")).to_numpy() == pytest.approx(math.log(0.5 / (10 * 30)))
    assert np.isfinite(base(found.loss("floor"))).all()


def test_an_empty_cohort_is_missing(pairs) -> None:
    def nobody(frame):
        frame["members_niche_small"] = 0
        frame["natural_niche_small"] = np.nan
        return frame

    assert base(pairs(2, change=nobody).loss("floor")).empty


def test_without_drying_there_is_no_elasticity(pairs) -> None:
    assert base(pairs(2, change=lambda frame: frame.assign(dryness=1.0)).elasticity("floor")).empty


def test_a_run_that_failed_is_missing_from_its_pairs_only(pairs) -> None:
    def lost(frame):
        gone = (frame["policy"] == "floor") & (frame["schedule"] == "drying") & (frame["replication"] == 1)
        return frame[~gone]

    found = pairs(4, change=lost)
    assert list(base(found.protection("floor")).index) == [0, 2, 3]
    assert len(base(found.protection("boost"))) == 4


def test_the_primary_horizon_is_180_or_the_last_before(pairs) -> None:
    assert pairs(2).primary == 180
    assert pairs(2, change=lambda frame: frame[frame["horizon_day"] == 30]).primary == 30


def test_base_and_draws_are_apart(pairs) -> None:
    found = pairs(3, draws=5).protection("floor")
    assert list(base(found).index) == [0, 1, 2]
    assert list(drawn(found).index) == [0, 1, 2, 3, 4]


def test_a_policy_outside_the_guardrails_cannot_win(pairs) -> None:
    def strong(frame):
        frame.loc[(frame["policy"] == "boost") & (frame["schedule"] == "drying"), "natural_niche_small"] *= 9.0
        return frame

    found = pairs(3, draws=4, change=strong)
    assert not found.within_guardrails("boost").any()
    assert best(found) == "floor"
    assert (winners(found)["winner"] == "floor").all()


def test_the_reference_wins_where_nobody_is_better(pairs) -> None:
    def worse(frame):
        frame.loc[frame["schedule"] == "drying", "natural_niche_small"] *= frame["policy"].map(
            {"interest": 1.0, "floor": 0.5, "boost": 0.5}
        )
        return frame

    found = pairs(3, draws=4, change=worse)
    assert best(found) == "interest"
    assert (winners(found)["winner"] == "interest").all()


def test_of_nothing_no_share_is_known(pairs) -> None:
    def unseen(frame):
        frame.loc[(frame["schedule"] == "steady") & (frame["replication"] < 2), "natural_niche_small"] = 0.0
        frame.loc[(frame["policy"] == "interest") & (frame["replication"] == 3), "natural_niche_small"] = 0.0
        return frame

    found = pairs(4, change=unseen)
    assert list(base(found.loss("floor")).index) == [2, 3]
    assert list(base(found.protection("floor")).index) == [2]
    assert list(base(found.level("floor")).index) == [0, 1, 2]
    assert (found.unseen("floor", "steady"), found.unseen("interest", "steady")) == (2, 3)
