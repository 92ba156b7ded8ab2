"""What paid slots cost is borne by who buys them: accounts' income, agencies' profit; and the books hold every fen."""

from functools import cache

import numpy as np
import pytest

import sim
from sim.core.units import FEN
from sim.world.campaigns import Party, Purpose
from sim.world.careers import Source
from sim.world.money import Entry

WORLD = (
    "careers=agencies", "market=standard", "market.commerce.products=30", "market.commerce.brands=4",
    "market.bidders.boost_per_day=0.2", "population.users=150", "population.creators=60", "refresh_minutes=720",
    "warmup_days=15", "horizon_days=70", "traffic=step", "traffic.ad_load.end=0.4", "record.metrics=[payments]",
    "careers.agencies.overhead_rmb=0", "careers.agencies.scouted=16", "careers.views_per_impression=300",
    "careers.production_cost_rmb=1", "careers.exit=false",
)  # fmt: skip
ONLY_TICKETS = [
    f"careers.agencies.{one}=1" for one in ("distribution_reach", "content_reach", "paid_share", "invested")
]


@cache
def lived(*more: str) -> sim.Run:
    return sim.simulate([*WORLD, *more])


def fen_of(run: sim.Run, party: Party, *purposes: Purpose) -> int:
    """Whole fen that campaigns of a party have cost."""
    table = run.warm.world.campaigns
    mine = (table.bidder_kind == party) & np.isin(table.purpose, purposes)
    return int((table.spent[mine] // FEN).sum())


def test_the_books_hold_what_agencies_pay_for_tickets() -> None:
    run = lived()
    world = run.warm.world
    table, books = world.campaigns, world.money
    tickets = table.bidder_kind == Party.AGENCY
    assert (table.purpose[tickets] == Purpose.BOOST).all()
    assert (table.beneficiary[tickets] == table.creator[tickets]).all()
    assert 0 <= table.bidder[tickets].min() <= table.bidder[tickets].max() < len(world.agencies)
    spent = int(table.spent[tickets].sum())
    assert spent > 0
    assert (table.spent <= table.budget).all()
    books.check()
    assert books.paid[Entry.AD, Party.AGENCY, Party.PLATFORM] == spent
    assert books.paid[Entry.OWN_MONEY, Party.OUTSIDE, Party.AGENCY] == spent, "they bring all of it along"
    assert not books.balance[Party.AGENCY].any()


def test_the_ledger_holds_what_was_shown_for_tickets() -> None:
    run = lived()
    table, ledger = run.warm.world.campaigns, run.ledger
    paid = ledger[ledger["lane"] == "paid"].groupby("creator")["impressions"].sum()
    assert paid.sum() == table.impressions.sum()
    tickets = table.bidder_kind == Party.AGENCY
    by_account = np.bincount(table.creator[tickets], table.impressions[tickets], minlength=len(run.warm.world.creators))
    assert by_account.sum() > 0
    assert (by_account[paid.index] <= paid.to_numpy()).all()
    flows = run.metrics[run.metrics["metric"] == "payments"].groupby("group")["value"].sum()
    assert flows["flow=ad:agency>platform"] == pytest.approx(table.spent[tickets].sum() / 1e6), "from the first day on"


def test_what_an_agency_spends_on_slots_is_what_it_was_charged() -> None:
    """With nothing but tickets to spend on, its spending is theirs to the fen, though budgets were larger."""
    run = lived(*ONLY_TICKETS, "market.bidders.boost_play_rmb=0.02")
    agencies, table = run.warm.world.agencies, run.warm.world.campaigns
    charged = fen_of(run, Party.AGENCY, Purpose.BOOST)
    assert int((agencies.spent + agencies.charged).sum()) == charged > 0
    tickets = table.bidder_kind == Party.AGENCY
    assert table.spent[tickets].sum() < 0.98 * table.budget[tickets].sum(), "some of it was not spent"


def test_accounts_live_on_what_is_left_after_paying_for_slots() -> None:
    run = lived()
    world = run.warm.world
    money, books = world.careers.money, world.money
    assert -int(money[:, Source.PAID_SPEND].sum()) == fen_of(run, Party.ACCOUNT, Purpose.HEAD, Purpose.BOOST) > 0
    for source, entry in (
        (Source.FEES, Entry.FEE),
        (Source.COMMISSION, Entry.COMMISSION),
        (Source.SHOP, Entry.AFFILIATE),
    ):
        assert int(money[:, source].sum()) * FEN == int(books.paid[entry, :, Party.ACCOUNT].sum()) > 0


def test_heads_pay_out_of_sales_where_the_model_holds_none() -> None:
    run = lived("market.commerce.products=0", "market.commerce.brands=0")
    assert fen_of(run, Party.ACCOUNT, Purpose.HEAD) > 0
    spent = -int(run.warm.world.careers.money[:, Source.PAID_SPEND].sum())
    assert spent == fen_of(run, Party.ACCOUNT, Purpose.BOOST) > 0


def test_careers_that_begin_later_begin_with_nothing_earned_or_spent() -> None:
    past = sim.simulate([*WORLD, "careers=none"], until_day=30)
    begun = sim.branch(past, [], ["careers=standard", "careers.exit=false"], until_day=32)[1]
    spent = begun.warm.world.campaigns.spent[begun.warm.world.campaigns.bidder_kind == Party.ACCOUNT].sum() // FEN
    assert 0 <= -int(begun.warm.world.careers.money[:, Source.PAID_SPEND].sum()) < 0.5 * spent
