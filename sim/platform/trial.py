"""An experiment in one world: some users, accounts, requests or periods under another policy than the rest."""

from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.errors import PolicyError
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Composed, State

Floats = NDArray[np.float64]
Arm = NDArray[np.uint8]
BY_ITEM = {
    "retrieve": 1.0,
    "boost": 0.0,
    "price": 0.0,
    "pace": 1.0,
    "explore": 1.0,
    "heat": 0.0,
}  # what a plan that is silent means


class Design(StrEnum):
    """Who is under the treatment."""

    NOBODY = "nobody"  # the whole platform under control: one half of the truth
    EVERYBODY = "everybody"  # the whole platform under treatment: the other half
    USER = "user"  # a share of users, whatever they are shown
    CREATOR = "creator"  # a share of accounts, whoever looks
    TWO_SIDED = "two_sided"  # the treated accounts, when a treated user looks
    SWITCHBACK = "switchback"  # everybody in some periods, nobody in the others
    INTERLEAVED = "interleaved"  # a share of every user's requests


EXPERIMENTS = (Design.USER, Design.CREATOR, Design.TWO_SIDED, Design.SWITCHBACK, Design.INTERLEAVED)


class Who(IntEnum):
    """The arm of a user as engines know it."""

    CONTROL = 0
    TREATMENT = 1
    BY_REQUEST = 2


class Arms(NamedTuple):
    """Who is served from which of two offers. Shapes: user [U] of `Who`; a request's coin comes up with `share`."""

    user: Arm
    share: float
    lot: int


@dataclass
class Trial:
    """One experiment: its design, the treatment, and who was dealt which arm.

    Shapes: users [U], creators [C], 1 if treated. `lot` deals other arms in the same world with the same luck.
    Streams: TRIAL.
    """

    design: Design
    treatment: Composed
    users: Arm
    creators: Arm
    share: float
    lot: int
    period_days: int
    key: tuple[int, int]
    since: int = 0  # day on which it began
    states: dict[str, State] = field(default_factory=dict)

    @classmethod
    def deal(
        cls,
        design: Design,
        treatment: Composed,
        users: int,
        creators: int,
        key: tuple[int, int],
        share: float = 0.5,
        lot: int = 0,
        period_days: int = 1,
        since: int = 0,
    ) -> "Trial":
        """Deal the arms by noise keyed by who is meant, so that nobody's arm depends on who else there is."""

        def dealt(count: int, word: int) -> Arm:
            unit = draws.units(key[0], streams.TRIAL, np.arange(count), 0, lot, key[1])[:, word]
            return np.asarray(unit < share, dtype=np.uint8)

        return cls(design, treatment, dealt(users, 0), dealt(creators, 2), share, lot, period_days, key, since)

    def treated_now(self, day: float) -> bool:
        """Whether a day of the experiment is one of treatment: periods come in pairs, one of each in a dealt order."""
        period = int(day) // self.period_days
        seed, replication = self.key
        coin = draws.units(seed, streams.TRIAL, np.array([period // 2]), 0, self.lot, replication)[0, 3]
        return bool((coin < 0.5) == (period % 2 == 0))

    def plans(self, observed: Observed, control: TrafficPlan) -> tuple[TrafficPlan, TrafficPlan | None]:
        """The plans of the coming span: of the first offer, and of the second if there are two.

        The treatment's policy keeps a state of its own and sees the whole world, as one on a platform would.
        """
        treated, self.states = self.treatment.allocate(observed, self.states)
        if treated.feedback_weight != control.feedback_weight:
            raise PolicyError("the treatment changes feedback_weight, allowed is the control's: there is one learner")
        if self.design in {Design.USER, Design.INTERLEAVED} and not _alike(control.heat, treated.heat):
            raise PolicyError("the treatment changes heat, allowed is the control's: there is one market for all users")
        mixed = self.design in {Design.CREATOR, Design.TWO_SIDED}
        second = by_account(control, treated, self.creators[observed.items.creator]) if mixed else treated
        if self.design is Design.NOBODY:
            return control, None
        if self.design in {Design.EVERYBODY, Design.CREATOR}:
            return second, None
        if self.design is Design.SWITCHBACK:
            return (second if self.treated_now(observed.day - self.since) else control), None
        return control, second

    @property
    def arms(self) -> Arms:
        """The arms as an engine that serves two offers takes them."""
        by_request = self.design is Design.INTERLEAVED
        user = np.full_like(self.users, Who.BY_REQUEST) if by_request else self.users
        return Arms(user, self.share, self.lot)


def by_account(control: TrafficPlan, treated: TrafficPlan, arm: Arm) -> TrafficPlan:
    """One plan that says of each item what its account's arm says of it. Shapes: arm [I].

    Raises:
        PolicyError: if the two differ in what is not said of an item: that cannot be dealt to accounts.
    """
    said: dict[str, Floats] = {}
    for name in (one.name for one in fields(TrafficPlan)):
        ours, theirs = getattr(control, name), getattr(treated, name)
        flat = all(one is None or one.ndim == 1 for one in (ours, theirs)) if name in BY_ITEM else False
        if flat and not (ours is None and theirs is None):
            silent = np.full(arm.size, BY_ITEM[name])
            first, second = (silent if one is None else one for one in (ours, theirs))
            if name == "explore":  # weights count by their share of the lane
                first, second = first / first.sum(), second / second.sum()
            said[name] = np.where(arm > 0, second, first)
        elif not _alike(ours, theirs):
            raise PolicyError(
                f"the treatment changes {name}, which is not said of single items, so it cannot be dealt to accounts; "
                "allowed are the designs user, switchback and interleaved"
            )
    return control.replace(**said)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return type(one) is type(other) and (isinstance(one, np.ndarray) or one == other)
