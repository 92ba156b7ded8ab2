"""What the processes of one run act on, and what is carried between its spans."""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.clock import Clock
from sim.core.hands import ALONE, Hands
from sim.core.units import TICKS_PER_DAY, TICKS_PER_MINUTE
from sim.market.brand_settings import BrandSettings
from sim.market.settings import MarketSettings
from sim.platform.book import Book
from sim.platform.plan import Payout
from sim.platform.policy import Composed, State
from sim.platform.settings import PlatformSettings
from sim.platform.trial import Arms, Trial
from sim.recommender.index import Index
from sim.recommender.learner import Learner
from sim.recommender.settings import RetrievalSettings
from sim.recommender.value import Responses
from sim.traffic.ad_pursuit import Pursuit
from sim.traffic.settings import TrafficSettings
from sim.world.span import Span
from sim.world.tally import Served, Tally
from sim.world.world import World


class Server(Protocol):
    """An engine."""

    def serve(self, world: World, index: Index, span: Span) -> Served: ...

    def serve_two(self, world: World, index: Index, second: Index, arms: Arms, span: Span) -> Served: ...

    def close(self) -> None:
        """Bring home what is elsewhere: no span is to come."""


class Recording(Protocol):
    """Whoever keeps the results."""

    def span(self, tally: Tally, served: Served, ad_load: float) -> None: ...

    def end_of_day(self, day: int, world: World, hands: Hands = ALONE) -> None: ...


@dataclass
class Stage:
    """One run: its world and the parts that act on it. the states and `kept` live between spans."""

    world: World
    clock: Clock
    engine: Server
    learner: Learner
    policy: Composed
    recorder: Recording
    platform: PlatformSettings
    retrieval: RetrievalSettings
    responses: Responses
    traffic: TrafficSettings
    market: MarketSettings
    onset_day: float
    refresh_minutes: int
    candidates_per_slot: int
    slate_size: int
    brands: BrandSettings = field(default_factory=BrandSettings)
    trial: Trial | None = None  # an experiment that runs in this world
    hands: Hands = ALONE  # of what is done between spans
    log: bool = False  # whether every impression is written down
    policy_states: dict[str, State] = field(default_factory=dict)
    learner_state: Any = None
    payout: Payout | None = None  # what the running span's natural exposure is paid by
    book: Book | None = None  # what the running span's paid slots are sold from
    pursuit: Pursuit | None = None  # what a platform that sets its own ad load has in mind
    kept: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    seconds: dict[str, float] = field(default_factory=dict)  # wall time by phase

    @property
    def refresh_ticks(self) -> int:
        """Length of a span."""
        return self.refresh_minutes * TICKS_PER_MINUTE

    def days_after_onset(self, tick: int) -> float:
        """Days since natural traffic began to change; negative before."""
        return tick / TICKS_PER_DAY - self.onset_day
