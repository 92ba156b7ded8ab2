"""The compiled engine: the frozen world packed for the kernel, and its users served by ranges."""

from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.hands import ALONE, Hands
from sim.core.lines import on_lines
from sim.engines.ranges import Snapshot, share_out
from sim.kernels.buying import Shoppers
from sim.kernels.shapes import FIELDS, Behaviour, Offer, Rows
from sim.kernels.tables import CARD, fill_cards, no_urns, shelves, urn, urns
from sim.laws import behaviour
from sim.platform.book import BID
from sim.platform.trial import Arms
from sim.recommender.index import Index
from sim.world.span import Span
from sim.world.tally import Served
from sim.world.wares import SHOPPERS
from sim.world.wares import Shoppers as ShopperRows
from sim.world.world import World

USER_ROWS, SHOPPER_ROWS = attrgetter(*FIELDS), attrgetter(*SHOPPERS)  # columns, in the kernel's order
NOBODY = ShopperRows(0)
NOBODY.freeze(("shared",))
NO_BIDS, NO_CHANCE = np.zeros(0, dtype=BID), np.zeros((1, 2))
NO_BIDS.flags.writeable = NO_CHANCE.flags.writeable = False  # as where there are some: one kernel for both


def offer(world: World, index: Index, span: Span, hands: Hands = ALONE) -> Offer:
    """Pack the frozen world and its index for the kernel."""
    items, settings, book, counter = world.items, world.behaviour_settings, index.book, index.counter
    selling, topics = world.commerce is not None, world.topics.demand.size
    (cards, explore, paid), (by_topic, stocked, (shelf_start, shelf)) = hands.both(
        lambda: (_cards(world, index), urn(index.explore), urn(index.paid)),
        lambda: (
            urns(index.tag, topics, index.retrieve),
            urns(index.tag, topics, counter.shelf) if selling else no_urns(topics),
            shelves(items.creator, len(world.creators)),
        ),
    )
    return Offer(
        seed=world.key.seed,
        replication=world.key.luck,
        person=world.key.replication,
        start=span.start,
        end=span.end,
        attention=span.attention,
        candidates_per_slot=span.candidates_per_slot,
        slate_size=span.slate_size,
        hourly=world.calendar.hourly,
        weekday=world.calendar.weekday,
        vertical=world.topics.vertical,
        verticals=world.topics.verticals,
        taste_base=world.taste.base,
        sibling_weight=world.taste.sibling_weight,
        match_offset=world.taste.offset,
        match_centre=world.taste.centre,
        match_spread=world.taste.spread,
        topic_half_life=behaviour.topic_half_life_ticks(settings),
        creator_half_life=behaviour.creator_half_life_ticks(settings),
        trust=world.users.holds("trust"),
        minds_ads=world.users.holds("ads"),
        trust_half_life=behaviour.trust_half_life_ticks(settings),
        social=world.friends is not None,
        likes=world.users.holds("liked"),
        mode=index.prediction.mode,
        label=index.prediction.label,
        prior=index.prediction.prior,
        prior_weight=index.prediction.prior_weight,
        error=index.prediction.error,
        user=index.prediction.user,
        topic=index.prediction.topic,
        item=index.prediction.item,
        has_vectors=index.prediction.item.size > 0,
        sharpness=index.sharpness,
        cards=cards,
        topic_entries=by_topic.entries,
        topic_start=by_topic.start,
        topic_total=by_topic.total,
        explore_entries=explore,
        paid_entries=paid,
        shelf_start=shelf_start,
        shelf=shelf,
        price=index.price,
        pace=index.pace,
        cohort=index.cohort,
        value=index.value,
        natural_lanes=index.natural_lanes,
        ad_load=index.ad_load,
        log_scale=index.log_scale,
        select=index.select,
        temperature=index.temperature,
        shortlist=index.shortlist,
        explore_rank=index.explore_rank,
        has_pace=index.has_pace,
        has_price=index.has_price,
        rerank=0 if index.rerank is None else index.rerank.code,
        strength=0.0 if index.rerank is None else float(index.rerank.strength),
        pool=1 if index.rerank is None else index.rerank.pool,
        same_topic=0.0 if index.rerank is None else float(index.rerank.same_topic),
        same_vertical=0.0 if index.rerank is None else float(index.rerank.same_vertical),
        pinned=index.pinned,
        market=0 if book is None else book.merge,
        bids=NO_BIDS if book is None else book.bids,
        chance=NO_CHANCE if book is None else book.chance,
        rule=0 if book is None else int(book.rule),
        entrants=0 if book is None else book.entrants,
        reserve=0.0 if book is None else book.reserve,
        posted=0.0 if book is None else book.posted,
        exchange=0.0 if book is None else book.exchange,
        most_impressions=most_impressions(span, settings.pause_seconds),
        selling=selling,
        wares=counter.wares,
        shelf_entries=stocked.entries,
        shelf_first=stocked.start,
        shelf_total=stocked.total,
        commerce=counter.numbers,
        live=world.live is not None,
        lobby=index.lobby,
    )


def _cards(world: World, index: Index) -> NDArray[Any]:
    """A card for each item, read-only, [I]."""
    items = world.items
    cards = on_lines(len(items), CARD)
    fill_cards(
        cards, items.visible_from, items.visible_to, index.prediction.appeal, index.factor,
        world.behaviour_settings.quality_weight, items.quality, items.duration_ms, items.serial, items.creator,
        items.upload, items.topic, index.tag,
    )  # fmt: skip
    cards.flags.writeable = False
    return cards


def most_impressions(span: Span, pause_seconds: float) -> int:
    """More impressions than any user can look at in a span: one for every pause, and a slate begun before its end."""
    return int((span.end - span.start) / max(int(1000.0 * pause_seconds), 1)) + span.slate_size + 1


def snapshot(
    world: World,
    index: Index,
    span: Span,
    second: Index | None = None,
    arms: Arms | None = None,
    hands: Hands = ALONE,
) -> Snapshot:
    """All that a span is served from but the users' own rows; of an experiment, the second offer and whose it is."""
    numbers = Behaviour(*world.behaviour[0].tolist())
    other = None if second is None or arms is None else (offer(world, second, span, hands), *arms)
    return Snapshot(offer(world, index, span, hands), numbers, span, other)


class CompiledEngine:
    """Serves a span with compiled code on `threads` threads; the result does not depend on how many."""

    def __init__(self, threads: int = 1) -> None:
        self.hands = Hands(threads)

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve all users for one span; changes their own rows, returns the sums."""
        return self._serve(world, snapshot(world, index, span, hands=self.hands))

    def serve_two(self, world: World, index: Index, second: Index, arms: Arms, span: Span) -> Served:
        """Serve all users for one span, each request from the offer of its arm."""
        return self._serve(world, snapshot(world, index, span, second, arms, self.hands))

    def close(self) -> None:
        """Nothing is elsewhere."""

    def _serve(self, world: World, frozen: Snapshot) -> Served:
        shoppers = world.commerce.shoppers if world.commerce else NOBODY
        rows, buyers = Rows(*USER_ROWS(world.users)), Shoppers(*SHOPPER_ROWS(shoppers))
        return share_out(frozen, rows, buyers, [(0, len(world.users))], self.hands)
