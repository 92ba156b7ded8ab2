"""The headline's sign in the minimal world of six parameters, as in the full one.

The loss of natural exposure of small niche accounts as natural traffic dries up, and what a boost of the niche
protects. In the minimal world each of six parameters has an effect, and nothing else is there to have one.
"""

import math

import numpy as np
import pytest

import sim

SMALL = (
    "population.users=200", "population.creators=60", "horizon_days=50", "warmup_days=15",
    "record.metrics=[match_quality]",
)  # fmt: skip
DRY = ("traffic.ad_load.end=0.6", "traffic.ad_load.midpoint_days=8", "traffic.ad_load.days_5_to_95=6")
WORLDS = {"full": ("traffic=drying",), "minimal": ("scenario=minimal",)}
SIX = {
    "population.topic_exponent": "0.5",
    "population.interest_concentration": "1.5",
    "population.niche_share": "0.5",
    "behaviour.match_weight": "0.9",
    "candidates_per_slot": "2",
    "traffic.ad_load.end": "0.2",
}
OFF = (  # of what the full world has, a few that must do nothing here
    "population.cosine_peak_hour=3", "behaviour.topic_half_life_hours=24", "behaviour.creator_half_life_days=9",
    "behaviour.interest_return_per_day=0.5", "population.generalist_concentration=60", "behaviour.leave_sensitivity=3",
)  # fmt: skip


def exposure(run: sim.Run) -> float:
    """Natural impressions of accounts that were niche and small at onset, over the last twenty days."""
    rows = run.ledger[(run.ledger["day"] >= run.days - 20) & (run.ledger["lane"] != "paid")]
    group = run.creators[run.creators["niche"] & (run.creators["first_followers"] < 300_000)]["creator"]
    return float(rows[rows["creator"].isin(group)]["impressions"].sum())


@pytest.mark.parametrize("world", WORLDS)
def test_small_niche_accounts_lose_as_traffic_dries_and_a_boost_lifts_them_in_both_worlds(world: str) -> None:
    losses, lifts = [], []
    for seed in range(4):
        said = [*WORLDS[world], *SMALL, *DRY, f"seed={seed}"]
        warm = sim.simulate([*said, "policy=interest"], until_day=15)
        wet, dry, boosted = (
            exposure(run)
            for run in sim.branch(warm, ["traffic.ad_load.end=0.1"], [], ["policy=niche_boost"])
        )  # fmt: skip
        losses.append(math.log(dry / wet))
        lifts.append(math.log(boosted / dry))
    assert max(losses) < 0.0
    assert np.mean(losses) == pytest.approx(math.log(0.4 / 0.9), abs=0.25)  # near proportional: slots are what is lost
    assert min(lifts) > 0.0


def test_each_of_the_six_parameters_matters_and_what_is_off_does_not() -> None:
    said = ["scenario=minimal", *SMALL, *DRY, "horizon_days=24"]
    plain = sim.simulate(said).ledger
    for key, value in SIX.items():
        assert not sim.simulate([*said, f"{key}={value}"]).ledger.equals(plain), key
    for one in OFF:
        assert sim.simulate([*said, one]).ledger.equals(plain), one
