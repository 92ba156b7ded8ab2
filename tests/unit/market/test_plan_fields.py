"""What a policy may say of money: how paid meets natural, what accounts are paid, and what sells."""

from typing import Any

import numpy as np
import pytest

import sim
from sim.core.units import FIXED_POINT
from sim.market import brm
from sim.market.payout import FULL_MS, backward
from sim.platform.plan import Payout, TrafficPlan
from sim.platform.policy import Policy, State
from sim.policies.gmv_first import GmvFirst
from sim.world.campaigns import Party
from sim.world.money import PAYOUTS, Entry
from sim.world.tally import LOG, Lane

SMALL = ["scenario=quick", "market=standard", "population.users=120", "population.creators=30", "horizon_days=6",
         "warmup_days=2"]  # fmt: skip


class Says(Policy):
    """Says one plan."""

    plan: Any

    def allocate(self, observed: Any, state: State) -> tuple[TrafficPlan, State]:
        return self.plan, state


def said(plan: TrafficPlan, *more: str) -> sim.Run:
    return sim.simulate([*SMALL, *more], policies={"says": Says(plan=plan)})


def test_a_policy_may_let_offers_compete_for_every_slot() -> None:
    by_plan = said(TrafficPlan(market_merge="full_domain"))
    by_setting = said(TrafficPlan(), "market.auction.merge=full_domain")
    assert by_plan.fingerprint == by_setting.fingerprint != said(TrafficPlan()).fingerprint


def test_no_market_no_merge() -> None:
    with pytest.raises(sim.PolicyError, match="market_merge is full_domain, allowed with a market"):
        said(TrafficPlan(market_merge="full_domain"), "market=none")
    with pytest.raises(sim.PolicyError, match="second_price, not gsp"):
        said(TrafficPlan(market_merge="full_domain"), "market.auction.rule=gsp")


@pytest.mark.parametrize("per", ["view", "play", "merit"])
def test_a_payout_moves_money_from_the_platform_to_accounts(per: str) -> None:
    plain = said(TrafficPlan(), "record.impressions=true")
    run = said(TrafficPlan(payout=Payout(per, 2.0)), "record.impressions=true")  # type: ignore[arg-type]
    books, without = run.warm.world.money, plain.warm.world.money
    books.check()
    out = int(books.paid[Entry.PAYOUT].sum())
    assert out > 0 == int(without.paid[Entry.PAYOUT].sum())
    assert books.balance[Party.PLATFORM][PAYOUTS] == -out
    assert run.ledger.equals(plain.ledger), "pay alone moves no exposure where nobody lives from it"
    if per == "view":
        natural = int(run.ledger.loc[run.ledger["lane"] != "paid", "impressions"].sum())
        assert out / 1e6 == pytest.approx(2.0 / 1000 * 21 * natural, rel=0.02), "rounded to the fen"


def test_merit_is_paid_by_backward_rewards() -> None:
    """Against the pay of one visit, account by account; paid impressions earn nothing."""
    draw = np.random.default_rng(3)
    log = np.zeros(40, dtype=LOG)
    log["user"], log["visit"] = draw.integers(0, 3, 40), draw.integers(0, 2, 40)
    log["creator"], log["watch_ms"] = draw.integers(0, 9, 40), draw.integers(0, 2 * FULL_MS, 40)
    log["lane"] = np.where(draw.random(40) < 0.2, Lane.PAID, Lane.INTEREST)
    beta, due = (1.0, 0.6, 0.3), np.zeros(9)
    for user in range(3):
        for visit in range(2):
            one = log[(log["user"] == user) & (log["visit"] == visit) & (log["lane"] != Lane.PAID)]
            np.add.at(due, one["creator"], brm.pay(np.minimum(one["watch_ms"], FULL_MS) / FULL_MS, beta))
    assert backward(log, np.array(beta), 9) / FIXED_POINT == pytest.approx(due, abs=1e-4)
    assert backward(log[:0], np.array(beta), 9).tolist() == [0] * 9


def test_merit_needs_the_log() -> None:
    with pytest.raises(sim.PolicyError, match=r"record\.impressions=true"):
        said(TrafficPlan(payout=Payout("merit", 1.0)))
    with pytest.raises(sim.PolicyError, match="beta not rising"):
        said(TrafficPlan(payout=Payout("view", 1.0, beta=(0.5, 0.7))))


def test_ranking_by_sales_shows_what_sells_and_pleases_less() -> None:
    def found(weight: float) -> tuple[float, float]:
        run = sim.simulate([*SMALL, "horizon_days=12"], policies={"gmv": GmvFirst(weight=weight)})
        mean = run.metrics.groupby(["metric", "group"])["value"].mean()
        items, carries = run.warm.world.items, run.warm.world.commerce.wares.product >= 0
        share = items.natural_impressions[carries].sum() / items.natural_impressions.sum()
        return float(share), float(mean["match_quality", "lane=natural"])

    (shop, match), (usual, liked) = found(1.0), found(0.0)
    assert shop > usual + 0.1
    assert match < liked


def test_a_value_mix_counts_revenue() -> None:
    worth = sim.simulate([*SMALL, "policy=value_mix", "policy.value_mix.revenue=0.2"])
    assert worth.fingerprint != sim.simulate([*SMALL, "policy=value_mix"]).fingerprint
    with pytest.raises(sim.PolicyError, match="knows of no sales"):
        sim.simulate([*SMALL, "market=none", "policy=value_mix", "policy.value_mix.revenue=0.2"])


def test_what_paid_impressions_add() -> None:
    warm = sim.simulate([*SMALL, "horizon_days=14"], until_day=5)
    found = sim.incrementality(warm, ["merchant", "boost"])
    assert found.loc["merchant", "paid"] > 0
    assert (found["incrementality"].dropna() <= 2).all()
    row = found.loc["merchant"]
    assert row["incrementality"] == pytest.approx(1 - row["natural_lost"] / row["paid"])
    with pytest.raises(sim.ConfigError, match="market is none"):
        sim.incrementality(sim.simulate([*SMALL, "market=none"], until_day=3))
    with pytest.raises(sim.ConfigError, match="purposes names nobody"):
        sim.incrementality(warm, ["nobody"])
