"""Merchants, brands and machines compete with creators for natural traffic, and agencies sign some of them."""

from functools import cache

import numpy as np
import pytest

import sim
from sim.core.units import TICKS_PER_DAY
from sim.processes import agencies as process
from sim.world.agencies import NO_AGENCY, Weighs
from sim.world.careers import Source
from sim.world.creators import Kind

SMALL = [
    "population.users=150", "population.creators=60", "population.topics=12", "population.verticals=4",
    "refresh_minutes=1440", "warmup_days=15", "horizon_days=60", "population.entrants_at_most=0.5",
    "record.metrics=[creators_active,exposure_share,agency_profit,agencies_active]",
]  # fmt: skip
MIXED = ["population.merchant_share=0.15", "population.brand_share=0.05", "population.synthetic_share=0.1"]
SHOCK = [
    f"traffic.synthetic_uploads.{word}"
    for word in ("_target_=sim.traffic.step.Step", "start=0.01", "end=1.0")
]  # fmt: skip
SIGNING = [
    "careers=agencies", "careers.agencies.overhead_rmb=0", "careers.agencies.scouted=16",
    "careers.views_per_impression=300", "careers.production_cost_rmb=1", "careers.exit=false",
]  # fmt: skip


@cache
def signed() -> sim.Run:
    return sim.simulate([*SMALL, *SIGNING])


def test_a_shock_of_cheap_supply_takes_what_creators_had() -> None:
    """Before it machines hardly publish; after it the accounting says to the impression what they take."""
    run = sim.simulate([*SMALL, *MIXED, *SHOCK])
    machines = run.ledger[run.ledger["kind"] == "synthetic"].groupby("day")["impressions"].sum()
    assert machines.loc[45:].mean() > 2 * machines.loc[5:14].mean()
    split = run.decompose((5, 14), (45, 59), by="kind")
    table = split.pivot_table(index="group", columns="cause", values="change", observed=False)
    assert table.loc["creator", "synthetic_content"] < -100.0
    assert table.loc["synthetic", "synthetic_content"] > 100.0
    ends = split.groupby("group", observed=False)[["before", "after"]].first()
    assert table.sum(axis=1).to_numpy() == pytest.approx((ends["after"] - ends["before"]).to_numpy(), abs=1e-9)


def test_every_impression_in_the_ledger_has_a_kind_and_kinds_sum_to_all() -> None:
    run = sim.simulate([*SMALL, *MIXED, "horizon_days=20"])
    kind = run.creators.set_index("creator")["kind"]
    assert (run.ledger["kind"].astype(str) == run.ledger["creator"].map(kind).astype(str)).all()
    assert set(run.ledger["kind"]) == {"creator", "merchant", "brand_owned", "synthetic"}
    shares = run.metrics[(run.metrics["metric"] == "exposure_share") & run.metrics["group"].str.startswith("kind=")]
    assert shares.groupby("day")["value"].sum().to_numpy() == pytest.approx(1.0)


def test_merchants_outgrow_creators_as_long_as_margins_hold() -> None:
    """Nobody says so: where the margin covers the upkeep they stay and more come, where it does not they go."""
    many = [*SMALL, "careers=standard", "population.merchant_share=0.3", "careers.koc_turnover=1", "horizon_days=120"]
    more = ["careers.exit_level_per_month=0.1", "careers.entrants_per_month=0.15", "careers.entry_elasticity=1"]
    last = {}
    for margin in (4.0, 40.0):
        run = sim.simulate([*many, *more, f"careers.merchant_margin_rmb={margin}"])
        table = run.metrics[run.metrics["metric"] == "creators_active"].pivot(index="day", columns="group")["value"]
        last[margin] = (table.iloc[-1] / table.iloc[0])[["kind=merchant", "kind=creator"]]
    assert last[40.0]["kind=merchant"] > 1.2 * last[40.0]["kind=creator"]
    assert last[40.0]["kind=merchant"] > 1.3 * last[4.0]["kind=merchant"]


def test_what_agencies_take_is_what_accounts_pay() -> None:
    world = signed().warm.world
    paid = -int(world.careers.money[:, Source.AGENCY].sum())
    assert paid == int(world.agencies.taken.sum()) > 0
    assert (world.careers.money[:, Source.AGENCY] <= 0).all()


def test_accounts_under_contract_are_told_apart() -> None:
    run = signed()
    world, creators = run.warm.world, run.creators.set_index("creator")
    under = creators[creators["agency"] >= 0]
    assert len(under) > 0
    assert (under["kind"] == "agency_signed").all()
    assert (creators.loc[creators["kind"] == "agency_signed", "agency"] >= 0).all()
    assert "agency_signed" in set(run.ledger["kind"])
    held = np.bincount(world.careers.agency[world.careers.agency >= 0], minlength=6)
    assert held.max() <= world.career_settings.agencies.roster


def test_reach_buys_uploads_and_content_buys_quality() -> None:
    world = signed().warm.world
    careers, agencies = world.careers, world.agencies
    under = np.flatnonzero(careers.agency != NO_AGENCY)
    weighs = agencies.weighs[careers.agency[under]]
    spent = careers.budget[under] > 0
    reach, content = under[(weighs == Weighs.DISTRIBUTION) & spent], under[(weighs == Weighs.CONTENT) & spent]
    assert reach.size > 0
    assert content.size > 0
    assert (careers.extra[reach] / careers.budget[reach]) == pytest.approx(0.8 / 20 / 30)
    assert (careers.extra[content] / careers.budget[content]) == pytest.approx(0.2 / 20 / 30)
    assert (careers.polish[reach] < 0.5 * (1 - np.exp(-0.21 * careers.budget[reach] / 300))).all()
    assert (careers.polish[content] > 0.5 * (1 - np.exp(-0.79 * careers.budget[content] / 300))).all()
    pace = world.creators.uploads_per_day
    assert (pace[under] >= careers.extra[under]).all()
    free = np.setdiff1d(np.arange(len(careers)), under)
    assert not careers.extra[free].any()
    assert not careers.polish[free].any()


def test_an_agency_with_losses_closes_and_another_opens_as_those_are_who_earn() -> None:
    world = signed().warm.world.copy()
    agencies, careers = world.agencies, world.careers
    world.career_settings = world.career_settings.model_copy(
        update={"agencies": world.career_settings.agencies.model_copy(update={"founded_per_month": 1e6})}
    )
    world.now = 63 * TICKS_PER_DAY
    agencies.thaw()
    agencies.profit[:] = np.where(agencies.weighs == Weighs.CONTENT, 5.0, -5.0)
    agencies.days[:] = 365
    agencies.freeze()
    before = agencies.taken.copy()
    process.week(world, agencies)
    assert (agencies.weighs == Weighs.CONTENT).all(), "distribution was at a loss, and was not taken up again"
    assert (agencies.open == 1).all()
    assert np.array_equal(agencies.taken, before)
    careers.thaw()
    assert set(np.unique(world.creators.kind[careers.agency >= 0])) <= {Kind.AGENCY_SIGNED}


def test_nobody_who_lives_well_signs_and_nobody_is_signed_where_there_are_no_agencies() -> None:
    world = signed().warm.world
    rich = world.careers.income >= world.careers.wage
    assert not (process.would_sign(world, world.careers) & rich).any()
    none = sim.simulate([*SMALL, "careers=standard", "horizon_days=20"])
    assert none.warm.world.agencies is None
    assert (none.creators["agency"] == NO_AGENCY).all()
    assert not (none.metrics["metric"] == "agency_profit").any()
