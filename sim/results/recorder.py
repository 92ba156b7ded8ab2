"""What a run remembers: exact sums of every span, shown to the metrics and the ledger once a day."""

import copy
import math
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.errors import InvariantError
from sim.core.hands import ALONE, Hands
from sim.core.sums import across, total_of
from sim.metrics import RECENT_DAYS, Day, Metric, select
from sim.results.impressions import Impressions
from sim.results.ledger import Ledger
from sim.world.rooms import AIR
from sim.world.sales import SALE_COLUMNS
from sim.world.tally import BINS, COLUMNS, LANES, Lane, Served, Tally
from sim.world.world import World

Row = tuple[int, str, str, float]  # day, metric, group, value


class Onset(NamedTuple):
    """The accounts as they were when drying began. Shapes: [C]; `day` is the first day after warm-up."""

    day: int
    active: NDArray[np.bool_]
    followers: NDArray[np.float64]
    niche: NDArray[np.uint8]


class Recorder:
    """Accumulates a run, span by span. Holds plain data only, so that it can be copied with its world.

    Shapes: by_creator [C, COLUMNS], by_topic [K, COLUMNS] and the like are the sums of the running day,
    astray [COLUMNS] those of items labelled with another topic than theirs;
    air [C, AIR] those of live rooms, without rows where nobody goes live;
    ever [C, COLUMNS] those of all days; ring [RECENT_DAYS, 2, C] natural and paid impressions of past days.
    """

    def __init__(
        self,
        world: World,
        metrics: Iterable[str] | str = "all",
        ledger: bool = True,
        platform: str = "douyin",
        onset_day: int = 0,
    ) -> None:
        self.platform = platform
        self.metrics: tuple[Metric, ...] = select(metrics)
        self.memories = [metric.start(world) for metric in self.metrics]
        self.rows: list[Row] = []
        self.ledger = Ledger(ledger, platform)
        self.log = Impressions(platform)  # if they were asked for
        accounts = len(world.creators)
        self.ever = np.zeros((accounts, COLUMNS), dtype=np.int64)
        self.sales_ever = np.zeros((accounts if world.commerce else 0, SALE_COLUMNS), dtype=np.int64)
        self.on_air = world.live is not None
        self.ring = np.zeros((RECENT_DAYS, 2, accounts), dtype=np.int64)
        self.recent = np.zeros((2, accounts), dtype=np.int64)
        self.days_seen = 0
        self.onset_day = onset_day
        self.onset: Onset | None = None
        self._freeze_cohort(world, 0)
        self._clear(accounts, world.topics.demand.size)

    def _clear(self, accounts: int, topics: int) -> None:
        self.by_creator = np.zeros((accounts, COLUMNS), dtype=np.int64)
        self.by_topic = np.zeros((topics, COLUMNS), dtype=np.int64)
        self.astray = np.zeros(COLUMNS, dtype=np.int64)
        self.sales = np.zeros_like(self.sales_ever)
        self.air = np.zeros((accounts if self.on_air else 0, AIR), dtype=np.int64)
        self.viewers: list[NDArray[np.int64]] = []
        self.forecast = np.zeros((2, BINS), dtype=np.int64)
        self.totals = np.zeros(3, dtype=np.int64)
        self.ad_slots = 0.0  # planned paid slots of the day
        self.ad_loads: list[float] = []

    def _freeze_cohort(self, world: World, day: int) -> None:
        if day == self.onset_day and self.onset is None:
            creators = world.creators
            self.onset = Onset(day, creators.active(world.now), creators.followers.copy(), creators.niche.copy())

    def span(self, tally: Tally, served: Served, ad_load: float) -> None:
        """Add the sums of a span to the running day. `ad_load` is the paid share of slots asked for.

        Raises:
            InvariantError: if the span's impressions by topic, by account and by slot do not agree.
        """
        by_account = total_of(tally.by_creator).tolist()
        if total_of(tally.by_topic).tolist() != by_account:
            raise InvariantError("a span's sums by topic and by account differ")
        impressions, slots = sum(by_account[:LANES]), int(served.totals[2])
        if impressions != slots:
            raise InvariantError(f"a span served {slots} slots but counts {impressions} impressions")
        self.by_creator += tally.by_creator
        self.by_topic += tally.by_topic
        self.astray += tally.astray
        if tally.sales.size:
            self.sales += tally.sales
        if tally.air.size:
            self.air += tally.air
            self.viewers.append(tally.viewers)
        self.forecast += served.forecast
        self.totals += served.totals
        self.ad_slots += ad_load * slots
        self.ad_loads.append(ad_load)
        if served.log.size:
            self.log.append(served.log)

    def end_of_day(self, day: int, world: World, hands: Hands = ALONE) -> None:
        """Close the running day: ledger, metrics, and, on the eve of onset, the cohort.

        Metrics know nothing of one another: each is asked by whoever is free.

        Raises:
            InvariantError: if the day's ledger does not sum to the slots served.
        """
        lanes = self.by_creator[:, :LANES]
        counted, slots = int(lanes.sum()), int(self.totals[2])
        if counted != slots:
            raise InvariantError(f"day {day}: the ledger holds {counted} of {slots} slots served")
        self._remember(lanes)
        planned = self.ad_slots / slots if slots else sum(self.ad_loads) / max(len(self.ad_loads), 1)
        today = Day(
            day=day,
            platform=self.platform,
            world=world,
            ad_load=planned,
            by_creator=self.by_creator,
            by_topic=self.by_topic,
            forecast=self.forecast,
            totals=self.totals,
            recent=self.recent,
            astray=self.astray,
            sales=self.sales,
            air=self.air,
            viewers=np.concatenate([np.zeros(0, dtype=np.int64), *self.viewers]),
        )
        for array in (self.by_creator, self.by_topic, self.astray, self.forecast, self.totals, self.sales, self.air):
            array.flags.writeable = False
        order = sorted(range(len(self.metrics)), key=lambda n: not self.metrics[n].slow)
        seen = [partial(_seen, self.metrics[n], today, self.memories[n]) for n in order]
        rows = hands.each([partial(self._keep, day, lanes, world.creators.kind), *seen])[1:]
        for n in np.argsort(order):
            self.rows += rows[n]
        self._freeze_cohort(world, day + 1)
        self._clear(*self.by_creator.shape[:1], *self.by_topic.shape[:1])

    def _keep(self, day: int, lanes: NDArray[np.int64], kind: NDArray[np.int8]) -> list[Row]:
        """Add the day to the ledger and to the sums since the start; nothing to say of it."""
        self.ledger.append(day, lanes, kind)
        self.ever += self.by_creator
        self.sales_ever += self.sales
        return []

    def _remember(self, lanes: NDArray[np.int64]) -> None:
        """Move the trailing window on by a day."""
        recent = self.recent.copy()  # the former one may still be looked at
        place = self.ring[self.days_seen % RECENT_DAYS]
        recent -= place
        place[0] = across(lanes[:, : Lane.PAID])
        place[1] = lanes[:, Lane.PAID]
        recent += place
        recent.flags.writeable = False
        self.recent = recent
        self.days_seen += 1

    def copy(self) -> "Recorder":
        """An independent recorder with the same past: what a branch goes on with."""
        twin = object.__new__(Recorder)
        twin.__dict__.update(self.__dict__)
        twin.memories = copy.deepcopy(self.memories)
        twin.rows = list(self.rows)
        twin.ledger = self.ledger.copy()
        twin.ad_loads = list(self.ad_loads)
        twin.log = self.log.copy()
        twin.viewers = list(self.viewers)
        own = ("ever", "sales_ever", "ring", "by_creator", "sales", "by_topic", "astray", "forecast", "totals", "air")
        for name in own:
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def frame(self) -> pd.DataFrame:
        """All values so far: day, platform, metric, group, value."""
        day, metric, group, value = zip(*self.rows, strict=True) if self.rows else ((), (), (), ())
        return pd.DataFrame(
            {
                "day": np.array(day, dtype=np.int32),
                "platform": pd.array([self.platform] * len(day), dtype="str"),
                "metric": pd.array(metric, dtype="str"),
                "group": pd.array(group, dtype="str"),
                "value": np.array(value, dtype=np.float64),
            }
        )


def _seen(metric: Metric, today: Day, memory: object) -> list[Row]:
    """What a metric says of a day, where there was something to measure."""
    return [(today.day, name, group, value) for name, group, value in metric.see(today, memory) if math.isfinite(value)]
