"""Natural exposure per account falls as ads take slots and accounts divide what is left: E ~ (1 - a) / N."""

import pytest

import sim

STILL = (
    "policy=random", "population.users=2000", "horizon_days=15", "warmup_days=1", "behaviour.stay_gain=0",
    "behaviour.stay_paid=0", "behaviour.visit_sensitivity=0", "behaviour.leave_hazard_per_day=0",
    "record.metrics=[]",
)  # fmt: skip


def natural_per_account(accounts: int, ad_load: float) -> tuple[float, int]:
    """Natural impressions per account, and slots of all."""
    run = sim.simulate([*STILL, f"population.creators={accounts}", f"traffic.ad_load={ad_load}"])
    natural = run.ledger[run.ledger.lane != "paid"].impressions.sum()
    return natural / accounts, int(run.ledger.impressions.sum())


def test_exposure_per_account_falls_as_ads_and_accounts_say() -> None:
    """By chance alone the ratio lies about 0.25 % off; it would be 1 % off once in ten thousand worlds."""
    before, slots_before = natural_per_account(300, 0.10)
    after, slots_after = natural_per_account(450, 0.35)
    assert slots_before > 250_000
    assert slots_after == pytest.approx(slots_before, rel=0.002), "attention is the same"
    assert after / before == pytest.approx((0.65 / 0.90) * (300 / 450), rel=0.01)


def test_attention_is_not_the_same_where_ads_drive_people_away() -> None:
    """What the arithmetic leaves out: the test above would fail without its assumptions."""
    _, few = natural_per_account(300, 0.10)
    run = sim.simulate([*STILL, "behaviour.stay_paid=2", "population.creators=450", "traffic.ad_load=0.35"])
    assert run.ledger.impressions.sum() < 0.9 * few
