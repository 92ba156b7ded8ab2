"""The compiled engine: the kernel over ranges of users, shared out among threads."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.prefetch import LINE
from sim.kernels.buying import Shoppers
from sim.kernels.serve import serve
from sim.kernels.serve_two import serve_two
from sim.kernels.shapes import Behaviour, Offer, Rows, Sheets, scratch
from sim.kernels.tables import CARD, Urns, shelves, urns
from sim.laws import behaviour
from sim.platform.book import BID
from sim.platform.trial import Arm, Arms
from sim.recommender.index import Index
from sim.world.rooms import AIR, minutes
from sim.world.sales import SALE_COLUMNS
from sim.world.span import Span
from sim.world.tally import BINS, COLUMNS, LOG, NO_ARM, SOLD, Served
from sim.world.wares import Shoppers as ShopperRows
from sim.world.world import World

RANGES_PER_THREAD = 8  # so that a thread that finishes early takes more
NOBODY = ShopperRows(0)
NOBODY.freeze(("shared",))
SUMMED = (
    "by_item",
    "follow_change",
    "forecast",
    "pulls",
    "totals",
    "sales",
    "sold",
    "air",
    "comings",
)  # sums of a span, whoever counts
LOG_ROWS = 1 << 18  # records a thread holds before they are handed on, at least


Other = tuple[Offer, Arm, float, int] | None  # the second offer of an experiment, and whose it is
NO_BIDS, NO_CHANCE = np.zeros(0, dtype=BID), np.zeros((1, 2))
NO_BIDS.flags.writeable = NO_CHANCE.flags.writeable = False  # as where there are some: one kernel for both


def offer(world: World, index: Index, span: Span) -> Offer:
    """Pack the frozen world and its index for the kernel."""
    items, settings, book = world.items, world.behaviour_settings, index.book
    cards = on_lines(len(items), CARD)
    for name in ("visible_from", "visible_to", "duration_ms", "serial", "creator", "upload", "topic"):
        cards[name] = getattr(items, name)
    cards["tag"] = index.tag
    cards["appeal"] = index.prediction.appeal
    cards["factor"] = index.factor
    cards["quality_term"] = settings.quality_weight * items.quality
    cards.flags.writeable = False
    by_topic = urns(index.tag, world.topics.demand.size, index.retrieve)
    one = np.zeros(len(items), dtype=np.int32)
    counter, selling = index.counter, world.commerce is not None
    stocked = urns(index.tag if selling else index.tag[:0], world.topics.demand.size, counter.shelf)
    shelf_start, shelf = shelves(items.creator, len(world.creators))
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
        verticals=int(world.topics.vertical.max()) + 1,
        taste_base=world.taste.base,
        sibling_weight=world.taste.sibling_weight,
        match_offset=world.taste.offset,
        match_centre=world.taste.centre,
        match_spread=world.taste.spread,
        topic_half_life=behaviour.topic_half_life_ticks(settings),
        creator_half_life=behaviour.creator_half_life_ticks(settings),
        trust=world.users.trust.size > 0,
        minds_ads=world.users.ads.size > 0,
        trust_half_life=behaviour.trust_half_life_ticks(settings),
        social=world.friends is not None,
        likes=world.users.liked.size > 0,
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
        explore_entries=_filled(urns(one, 1, index.explore)),
        paid_entries=_filled(urns(one, 1, index.paid)),
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
        has_price=bool(index.price.any()),
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


def _filled(urn: Urns) -> NDArray[Any]:
    """The entries of a single urn."""
    return urn.entries[: urn.start[1]]


def most_impressions(span: Span, pause_seconds: float) -> int:
    """More impressions than any user can look at in a span: one for every pause, and a slate begun before its end."""
    return int((span.end - span.start) / max(int(1000.0 * pause_seconds), 1)) + span.slate_size + 1


def on_lines(count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Zeros that begin on a cache line, so that a row of 64 bytes is read at once."""
    size = count * dtype.itemsize
    room = np.zeros(size + LINE, dtype=np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(dtype)


class CompiledEngine:
    """Serves a span with compiled code on `threads` threads; the result does not depend on how many."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    def serve(self, world: World, index: Index, span: Span) -> Served:
        """Serve all users for one span; changes their own rows, returns the sums."""
        return self._share_out(world, offer(world, index, span), None, span)

    def serve_two(self, world: World, index: Index, second: Index, arms: Arms, span: Span) -> Served:
        """Serve all users for one span, each request from the offer of its arm."""
        return self._share_out(world, offer(world, index, span), (offer(world, second, span), *arms), span)

    def _share_out(self, world: World, packed: Offer, other: Other, span: Span) -> Served:
        rows = Rows(*(array for _, array in world.users.columns()))
        users = len(world.users)
        if self.threads == 1:
            return _work(world, packed, rows, span, [(0, users)], other)
        cuts = np.linspace(0, users, self.threads * RANGES_PER_THREAD + 1).astype(int).tolist()
        ranges = list(pairwise(cuts))
        with ThreadPoolExecutor(self.threads) as pool:
            shares = [ranges[worker :: self.threads] for worker in range(self.threads)]
            parts = list(pool.map(lambda share: _work(world, packed, rows, span, share, other), shares))
        summed = {name: np.sum([getattr(part, name) for part in parts], axis=0) for name in SUMMED}
        return Served(**summed, **_in_order([part.log for part in parts], [part.arm for part in parts]))


def _work(
    world: World, packed: Offer, rows: object, span: Span, ranges: list[tuple[int, int]], other: Other = None
) -> Served:
    """Serve some ranges of users on this thread."""
    room = max(2 * packed.most_impressions, LOG_ROWS) if span.log else 0
    shoppers = world.commerce.shoppers if world.commerce else NOBODY
    rooms = packed.lobby.serial.size
    sheets = Sheets(
        by_item=on_lines(len(world.items) * COLUMNS, np.dtype(np.int64)).reshape(-1, COLUMNS),
        follow_change=np.zeros(len(world.creators), dtype=np.int64),
        forecast=np.zeros((2, BINS), dtype=np.int64),
        pulls=np.zeros((2, BINS), dtype=np.int64),
        totals=np.zeros(3, dtype=np.int64),
        sold=np.zeros((packed.bids.size, SOLD), dtype=np.int64),
        log=np.zeros(room, dtype=LOG),
        logged=np.zeros(1, dtype=np.int64),
        sales=np.zeros((len(world.items) if packed.selling else 0, SALE_COLUMNS), dtype=np.int64),
        shoppers=Shoppers(*(array for _, array in shoppers.columns())),
        air=np.zeros((rooms, AIR), dtype=np.int64),
        comings=np.zeros((rooms, minutes(span) if world.live else 0), dtype=np.int64),
    )
    memory = scratch(world.topics.demand.size, packed.verticals, span.candidates_per_slot, span.slate_size)
    numbers = Behaviour(*world.behaviour[0].tolist())
    logs, tags, tag = [], [], np.zeros(0 if other is None else room, dtype=np.uint8)
    for first, last in ranges:
        user = first
        while user < last:
            if other is None:
                user = serve(user, last, packed, rows, numbers, sheets, memory)
            else:
                user = serve_two(user, last, packed, *other, tag, rows, numbers, sheets, memory)
            logs.append(sheets.log[: sheets.logged[0]].copy())
            tags.append(tag[: sheets.logged[0]].copy())
            sheets.logged[0] = 0
    return Served(**{name: getattr(sheets, name) for name in SUMMED}, **_in_order(logs, tags))


def _in_order(logs: list[NDArray[np.void]], tags: list[NDArray[np.uint8]]) -> dict[str, NDArray[Any]]:
    """Records by user and time, and which offer each came from, if there were two."""
    log = np.concatenate(logs) if logs else np.zeros(0, dtype=LOG)
    arm = np.concatenate(tags) if tags else NO_ARM
    order = np.lexsort((log["tick"], log["user"]))
    return {"log": log[order], "arm": arm[order] if arm.size else NO_ARM}
