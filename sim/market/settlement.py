"""Settlement: at the end of a span every campaign pays for what it was shown, never beyond its budget.

Inside a span nobody counts, so a campaign may be shown more than it can pay for; the excess is the platform's loss,
booked to its make-good account.
"""

import numpy as np
from numpy.typing import NDArray

from sim.market import pacing
from sim.market.settings import MarketSettings
from sim.platform.book import Book
from sim.world.campaigns import Party
from sim.world.money import MADE_GOOD, SALES, Entry
from sim.world.span import Span
from sim.world.tally import Served, Sold
from sim.world.world import World


def settle(world: World, book: Book, served: Served, span: Span, settings: MarketSettings) -> None:
    """Charge min(cost, what is left), book the rest as made good, and let the pacing learn."""
    campaigns = world.campaigns
    row = book.bids["serial"].astype(np.int64)
    cost, won = served.sold[:, Sold.CHARGE], served.sold
    acts = won[:, Sold.IMPRESSIONS], won[:, Sold.PLAYS], won[:, Sold.FOLLOWS]
    target = pacing.targets(campaigns, row, world.calendar, span)
    charged = np.minimum(cost, campaigns.left()[row])
    campaigns.thaw()
    for name, amounts in zip(("impressions", "plays", "follows"), acts, strict=True):
        getattr(campaigns, name)[row] += amounts
    campaigns.spent[row] += charged
    campaigns.spent_today[row] += charged
    campaigns.make_good[row] += cost - charged
    worth = pacing.worth_of(campaigns, row, acts, settings.impressions_scale)
    pacing.learn(campaigns, row, cost, worth, target, pacing.part_of(world.calendar, span), settings.pacing)
    campaigns.freeze()
    for party in np.unique(campaigns.bidder_kind[row]).tolist():
        of = campaigns.bidder_kind[row] == party
        if party in (Party.ACCOUNT, Party.MERCHANT):
            bring(world, Party(party), campaigns.bidder[row[of]], charged[of])
        world.money.pay(Entry.AD, (Party(party), campaigns.bidder[row[of]]), (Party.PLATFORM, SALES), charged[of])
    world.money.pay(Entry.MAKE_GOOD, (Party.PLATFORM, MADE_GOOD), (Party.PLATFORM, SALES), int((cost - charged).sum()))


def bring(world: World, party: Party, bidder: NDArray[np.int32], charged: NDArray[np.int64]) -> None:
    """Merchants and accounts bring along what their balance does not cover: brands alone are held to a purse."""
    who, place = np.unique(bidder, return_inverse=True)
    due = np.zeros(who.size, dtype=np.int64)
    np.add.at(due, place, charged)
    held = world.money.balance[party]
    has = np.array([held[one] if one < held.size else 0 for one in who.tolist()], dtype=np.int64)
    short = np.maximum(due - has, 0)
    world.money.pay(Entry.OWN_MONEY, (Party.OUTSIDE, 0), (party, who[short > 0]), short[short > 0])
