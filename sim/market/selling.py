"""The book that a span's paid slots are sold from: the bids of live campaigns, shaded and paced."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.errors import PolicyError
from sim.core.units import MICRO
from sim.market.pacing import ahead_of, enter, spans_left, targets
from sim.market.quality import plays_per_expected
from sim.market.settings import MarketSettings
from sim.platform.book import BID, FULL_DOMAIN, SLOTS, Book, Rule
from sim.recommender.learner import Learner
from sim.recommender.value import Responses
from sim.world.campaigns import Goal
from sim.world.span import Span
from sim.world.world import World


def open_book(
    world: World,
    settings: MarketSettings,
    learner: Learner,
    responses: Responses,
    span: Span,
    merge: str | None = None,
) -> Book:
    """Bids of all campaigns that can spend and have something to show; their quality and share of auctions are noted.

    Content below the quality gate is left out: it cannot buy traffic. `merge` is what a policy says of it.

    Raises:
        PolicyError: if a policy lets offers compete for every slot where they are not sold at the second price.
    """
    campaigns, sale = world.campaigns, settings.auction
    row = np.flatnonzero(campaigns.live(span.start, span.end))
    item = promoted(world, row)
    merit = plays_per_expected(world, sale.quality_weight)
    stays = (item >= 0) & (merit[item] >= sale.quality_gate) if len(world.items) else np.zeros(row.size, dtype=bool)
    row, item = row[stays], item[stays]
    ahead = ahead_of(world.calendar, span)
    spans = spans_left(campaigns, row, world.calendar, span, ahead)
    target = targets(campaigns, row, ahead, spans)
    with campaigns.writing("quality", "participation"):
        campaigns.quality[row] = elementwise.power(merit[item], sale.quality_exponent)
        campaigns.participation[row] = enter(world, row, target, ahead.part, sale.entrants)
    bids = np.zeros(row.size, dtype=BID)
    per_order = np.where(campaigns.goal[row] == Goal.ORDER, campaigns.conversion[row], 1.0)
    bids["bid"] = settings.impressions_scale * per_order * campaigns.bid[row] / (1.0 + campaigns.multiplier[row])
    for name, column in (("quality", "quality"), ("participation", "participation"), ("spread", "value_spread")):
        bids[name] = getattr(campaigns, column)[row]
    bids["serial"], bids["item"], bids["goal"] = row, item, campaigns.goal[row]
    bids.flags.writeable = False
    per_thousand = MICRO * settings.impressions_scale / 1000.0
    full = (merge or sale.merge) == "full_domain"
    if full and sale.rule != "second_price":
        raise PolicyError(
            f"a policy says market_merge=full_domain, allowed where rule is second_price, not {sale.rule}"
        )
    return Book(
        bids=bids,
        chance=chances(learner, responses),
        rule=Rule[sale.rule.upper()],
        merge=FULL_DOMAIN if full else SLOTS,
        entrants=sale.entrants,
        reserve=sale.reserve_cpm_rmb * per_thousand,
        posted=sale.posted_cpm_rmb * per_thousand,
        exchange=sale.exchange / MICRO if full else 0.0,
        target=target,
        spans=spans,
        part=ahead.part,
    )


def promoted(world: World, row: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of the item that each of these campaigns shows, or -1 if there is none now."""
    items, campaigns = world.items, world.campaigns
    here = np.flatnonzero((items.visible_from <= world.now) & (items.visible_to > world.now))
    newest = np.full(len(world.creators), -1, dtype=np.int64)
    newest[items.creator[here]] = here  # the last of equal creators wins: rows are in order of serial
    named = campaigns.item[row]
    place = np.minimum(np.searchsorted(items.serial, named), max(len(items) - 1, 0))
    found = np.full(row.size, -1, dtype=np.int64)
    if len(items):
        there = (items.serial[place] == named) & (items.visible_to[place] > world.now)
        found[there] = place[there]
    return np.where(named >= 0, found, newest[campaigns.creator[row]])


def chances(learner: Learner, responses: Responses) -> NDArray[np.float64]:
    """Predicted chance of each goal over the grid of predicted pulls, [G, V]."""
    play, follow = (learner.value(responses, curve) for curve in (responses.play, responses.follow))
    table = np.stack([np.ones_like(play), play, follow, play])
    table.flags.writeable = False
    return table
