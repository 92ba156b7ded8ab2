"""The platform's own ad load in a world where attention is the habit of coming alone: A20 must come out of it."""

import pytest

import sim
from sim.market.ad_optimum import best_load, followed_load
from sim.traffic.ad_pursuit import Response

# Nothing but their habit keeps users from coming; it is quick, so that a long run is short.
HABIT_ALONE = (
    "behaviour.ad_response=2", "behaviour.ad_habit_days=20",
    "behaviour.ad_dislike=0", "behaviour.stay_paid=0", "behaviour.stay_gain=0",

    "behaviour.visit_sensitivity=0", "behaviour.leave_hazard_per_day=0", "population.users=600",
    "population.creators=20", "population.topics=4", "population.verticals=2", "population.first_follows=0",
    "candidates_per_slot=1", "refresh_minutes=1440", "warmup_days=0", "horizon_days=280", "record.ledger=false",
    "record.metrics=[ad_load]", "traffic=endogenous", "traffic.ad_load.price_elasticity=0",
)  # fmt: skip


@pytest.mark.parametrize("days", [3600, 10])
def test_a20_the_climb_ends_where_the_algebra_says(days: int) -> None:
    run = sim.simulate([*HABIT_ALONE, f"traffic.ad_load.look_ahead_days={days}"])
    loads = run.metrics.loc[run.metrics["group"] == "basis=planned", "value"]
    seen = Response.of(run.config.behaviour).shown(days)
    assert loads.iloc[0] == pytest.approx(0.1)
    assert loads.iloc[-70:].mean() == pytest.approx(followed_load(2.0, seen), rel=0.06)
    assert (loads.iloc[-70:].mean() > 1.1 * best_load(2.0)) == (days == 10)
