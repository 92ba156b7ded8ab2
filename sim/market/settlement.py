"""Settlement: at the end of a span every campaign pays for what it was shown, never beyond its budget.

Inside a span nobody counts, so a campaign may be shown more than it can pay for; the excess is the platform's loss,
booked to its make-good account.
"""

import numpy as np
from numpy.typing import NDArray

from sim.market import pacing
from sim.market.charging import charge
from sim.market.settings import MarketSettings
from sim.platform.book import Book
from sim.world.campaigns import Party
from sim.world.money import MADE_GOOD, SALES, Entry
from sim.world.tally import Served, Sold
from sim.world.world import World

ACTS = ("impressions", "plays", "follows")
CHANGED = (*ACTS, "spent", "spent_today", "make_good", "multiplier", "pressure", "missed")


def settle(world: World, book: Book, served: Served, settings: MarketSettings) -> None:
    """Charge min(cost, what is left), book the rest as made good, and let the pacing learn."""
    campaigns = world.campaigns
    row = book.bids["serial"].astype(np.int64)
    cost, won = served.sold[:, Sold.CHARGE], served.sold
    acts = won[:, Sold.IMPRESSIONS], won[:, Sold.PLAYS], won[:, Sold.FOLLOWS]
    charged = np.minimum(cost, campaigns.left()[row])
    worth = pacing.worth_of(campaigns, row, acts, settings.impressions_scale)
    with campaigns.writing(*CHANGED):
        for name, amounts in zip(ACTS, acts, strict=True):
            getattr(campaigns, name)[row] += amounts
        before = campaigns.spent[row]
        campaigns.spent[row] += charged
        campaigns.spent_today[row] += charged
        campaigns.make_good[row] += cost - charged
        pacing.learn(campaigns, row, cost, worth, book.target, book.spans, book.part, settings.pacing)
    for party in np.unique(campaigns.bidder_kind[row]).tolist():
        of = campaigns.bidder_kind[row] == party
        if party in (Party.ACCOUNT, Party.MERCHANT, Party.AGENCY):
            bring(world, Party(party), campaigns.bidder[row[of]], charged[of])
        world.money.pay(Entry.AD, (Party(party), campaigns.bidder[row[of]]), (Party.PLATFORM, SALES), charged[of])
    charge(world, row, before)
    world.money.pay(Entry.MAKE_GOOD, (Party.PLATFORM, MADE_GOOD), (Party.PLATFORM, SALES), int((cost - charged).sum()))


def bring(world: World, party: Party, bidder: NDArray[np.int32], charged: NDArray[np.int64]) -> None:
    """Merchants, accounts and agencies bring what their balance does not cover: brands alone are held to a purse."""
    held = world.money.balance[party]
    due = np.zeros(max(int(bidder.max(initial=-1)) + 1, held.size), dtype=np.int64)
    np.add.at(due, bidder, charged)
    due[: held.size] -= np.where(due[: held.size] > 0, held, 0)
    who = np.flatnonzero(due > 0)
    world.money.pay(Entry.OWN_MONEY, (Party.OUTSIDE, 0), (party, who), due[who])
