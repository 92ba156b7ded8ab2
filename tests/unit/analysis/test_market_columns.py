"""What a comparison keeps of money and of tiers: sums of the books and of the ledger, nothing else."""

import numpy as np
import pytest

import sim
from sim.analysis import market
from sim.analysis.tiers import TIERS, tiers
from sim.results.accounting import Days
from sim.world.campaigns import Party
from sim.world.money import Entry

TINY = ["scenario=quick", "population.users=60", "population.creators=24", "market.commerce.brands=3"]


@pytest.fixture(scope="module")
def sold() -> sim.Run:
    return sim.simulate([*TINY, "market=standard", f"record.metrics=[{','.join(market.METRICS)}]"])


def test_flows_sum_to_the_books(sold: sim.Run) -> None:
    found = market.money(sold, Days(0, sold.days - 1))
    flows = {name: value for name, value in found.items() if name.startswith(market.FLOW)}
    assert len(flows) >= 3
    paid = sold.warm.world.money.paid
    for entry, payer, payee in zip(*np.nonzero(paid), strict=True):
        words = "_".join(one.name.lower() for one in (Entry(entry), Party(payer), Party(payee)))
        assert flows.pop(f"flow_{words}") * sold.days == pytest.approx(paid[entry, payer, payee] / 1e6)
    assert not flows


def test_sales_are_those_of_the_accounts(sold: sim.Run) -> None:
    found = market.money(sold, Days(0, sold.days - 1))
    assert found[market.GMV] * sold.days == pytest.approx(sold.creators["gmv"].sum())


def test_without_a_market_there_is_no_money() -> None:
    run = sim.simulate([*TINY[:3], f"record.metrics=[{','.join(market.METRICS)}]", "market=none"])
    assert market.money(run, Days(0, run.days - 1)) == {}
    assert market.returns(run, run.days) == {}


def test_returns_are_by_day(sold: sim.Run) -> None:
    for values in market.returns(sold, sold.days).values():
        assert values.shape == (sold.days,)


def test_tiers_share_what_the_members_were_shown(sold: sim.Run) -> None:
    days = Days(sold.onset_day, sold.days - 1)
    found = tiers(sold, days)
    members = sold.creators["followers_at_onset"].notna()
    assert sum(found[f"members_{tier}"] for tier in TIERS) == members.sum()
    ledger = sold.ledger[(sold.ledger["lane"] != "paid") & sold.ledger["day"].between(*days)]
    shown = ledger.loc[ledger["creator"].isin(sold.creators.loc[members, "creator"]), "impressions"].sum()
    each = [found[f"natural_{tier}"] * found[f"members_{tier}"] for tier in TIERS if found[f"members_{tier}"]]
    assert sum(each) * (days.last - days.first + 1) == pytest.approx(shown)
