"""The platform pays for what a policy pushes: from its own purse into its own sales, and nobody else pays."""

import numpy as np
import pytest

import sim
from sim.analysis.estimand import Diary
from sim.core.units import MICRO
from sim.market import heat as heating
from sim.platform.trial import Design
from sim.policies.heating import Heating
from sim.policies.reward import Reward
from sim.trials.living import live
from sim.world.campaigns import Party, Purpose
from sim.world.money import HEATING, MADE_GOOD, SALES, Entry

DAYS, PAY = 8, 300.0
SMALL = [
    "scenario=quick", "market=standard", "population.users=150", "population.creators=30", f"horizon_days={DAYS}",
    "warmup_days=2", "traffic.ad_load=0.3", "market.bidders.merchant_budget_rmb=0.1",
]  # fmt: skip
PUSH = Heating(pay_rmb_per_day=PAY, criterion="newest", picks=4)


def lived(policy: object, *more: str) -> sim.Run:
    return sim.simulate([*SMALL, *more], policies={"one": policy})


def test_every_fen_of_heating_goes_from_the_platform_to_itself() -> None:
    run = lived(PUSH)
    books, table = run.warm.world.money, run.warm.world.campaigns
    books.check()
    own = table.purpose == Purpose.HEAT
    spent = int(table.spent[own].sum())
    assert 0 < spent <= PAY * DAYS * MICRO
    assert table.impressions[own].sum() > 0
    assert (table.spent <= table.budget).all()
    assert len(np.unique(table.item[own])) == own.sum(), "one campaign an item, however long it is pushed"
    assert books.balance[Party.PLATFORM][HEATING] == -spent
    assert books.paid[Entry.AD, Party.PLATFORM, Party.PLATFORM] == spent
    assert books.paid[Entry.AD].sum() == table.spent.sum()
    assert books.balance[Party.PLATFORM][SALES] == table.spent.sum() + table.make_good.sum()
    assert books.balance[Party.PLATFORM][MADE_GOOD] == -table.make_good.sum()
    brought = books.paid[Entry.OWN_MONEY, Party.OUTSIDE].sum()
    others = np.isin(table.bidder_kind, (Party.ACCOUNT, Party.MERCHANT))
    assert brought <= table.spent[others].sum(), "who is pushed brings nothing along"


def test_heating_is_no_revenue_and_takes_slots_from_those_who_pay() -> None:
    run, without = lived(PUSH), lived(Heating(share=0.0))
    sums = run.metrics[run.metrics["metric"] == "ad_revenue"].groupby("group")["value"].sum()
    table = run.warm.world.campaigns
    assert sums["all"] == pytest.approx(table.spent[table.purpose != Purpose.HEAT].sum() / MICRO)
    assert sums["purpose=heat"] == pytest.approx(table.spent[table.purpose == Purpose.HEAT].sum() / MICRO)
    assert "purpose=heat" not in set(without.metrics["group"])

    def bought(one: sim.Run) -> int:
        campaigns = one.warm.world.campaigns
        return int(campaigns.impressions[campaigns.purpose != Purpose.HEAT].sum())

    assert bought(run) < bought(without)


def test_the_platform_pays_where_there_is_a_market_for_all_users() -> None:
    with pytest.raises(sim.PolicyError, match="allowed with a market"):
        lived(PUSH, "market=none")
    past = sim.simulate(SMALL, until_day=2)
    with pytest.raises(sim.PolicyError, match="one market for all users"):
        live(past.warm, {"one": PUSH}, Design.USER, days=2)


def test_a_campaign_is_found_by_its_item() -> None:
    world = sim.simulate(SMALL, until_day=3).warm.world
    serial = world.items.serial[[5, 2, 9]]
    assert heating.campaigns_of(world.campaigns, serial).tolist() == [-1, -1, -1]


def test_what_is_paid_to_accounts_is_not_earned() -> None:
    """Revenue in the price of rescue is net of pay, in the same units."""
    free, pays = (lived(Reward(per="view", rmb_per_1000=rmb), "careers=none") for rmb in (0.0, 2.0))
    days = slice(2, DAYS)
    paid = pays.metrics[(pays.metrics["group"] == "flow=payout:platform>account") & (pays.metrics["day"] >= 2)]
    gap = Diary(free).revenue(days, 12.0) - Diary(pays).revenue(days, 12.0)
    scale = pays.config.market.impressions_scale
    assert gap == pytest.approx(paid["value"].sum() / (DAYS - 2) / scale)
    assert gap > 0
