"""Every design in every world, next to the truth: whole platforms under one policy and the other, from one past."""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd

from sim.comparison.cells import available_cores
from sim.comparison.crew import together
from sim.config.schema import Config
from sim.core.errors import InvariantError, PolicyError, SimError
from sim.platform.policy import Policy
from sim.platform.trial import EXPERIMENTS, Design
from sim.simulation import simulate
from sim.trials.estimates import FIRST_DAYS, NAMES, Arms, enough_plays, estimate, truth
from sim.trials.living import Lived, live

COLUMNS = ("world", "design", "outcome", "days", "kind", "value")
TRUTH = "truth"
LOTS = 10  # times that the arms of nothing are dealt in a world


class Question(NamedTuple):
    """A policy against another one: what every world of the judgement has in common."""

    control: Config  # world, platform and the policy that the past and the control are lived under
    treatment: Mapping[str, Policy]
    share: float = 0.5
    period_days: int = 1

    @property
    def days(self) -> int:
        """Length of the experiment: from onset to the horizon."""
        return self.control.horizon_days - self.control.warmup_days

    @property
    def lengths(self) -> tuple[int, ...]:
        """Lengths at which the experiment is read: a quarter, half and all of it, as far as uploads are judged."""
        found = {2 * round(self.days * part / 2) for part in (0.25, 0.5)} | {self.days}
        return tuple(sorted(days for days in found if FIRST_DAYS < days <= self.days))


class Judged(NamedTuple):
    """Estimates of all worlds, and the designs that cannot deal this treatment, with the reason.

    Columns: world, design, outcome, days, kind (truth; estimate; null: what the design says where nothing differs;
    same_arms: the same of the arms that were dealt), value: treated over control, less 1.
    """

    rows: pd.DataFrame
    refused: dict[str, str]


class World(NamedTuple):
    """What one world leaves."""

    rows: list[tuple[int, str, str, int, str, float]]
    refused: dict[str, str]
    error: str = ""


def judge(
    question: Question, worlds: int, processes: int | None = None, tell: Callable[[int], None] = lambda _: None
) -> Judged:
    """Live every design in each of so many worlds. `tell` hears of every world that is done.

    Raises:
        InvariantError: if a world could not be lived.
    """
    count = min(processes or available_cores(), worlds)
    numbers = tuple(range(worlds))
    if count > 1:
        outcomes: Iterator[World] = together(partial(work, question), [(one,) for one in numbers], count, died)
    else:
        outcomes = work(question, numbers)
    rows: list[tuple[int, str, str, int, str, float]] = []
    refused: dict[str, str] = {}
    for done, outcome in enumerate(outcomes, start=1):
        if outcome.error:
            raise InvariantError(f"a world of the experiment ended in an error: {outcome.error}")
        rows += outcome.rows
        refused |= outcome.refused
        tell(done)
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["world", "outcome", "design", "days", "kind"])
    return Judged(frame.reset_index(drop=True), refused)


def work(question: Question, worlds: tuple[int, ...]) -> Iterator[World]:
    """One outcome a world."""
    for world in worlds:
        try:
            yield one_world(question, world)
        except SimError as error:
            yield World([], {}, str(error))


def died(world: int, why: str) -> World:
    """The outcome of a world during which its process ended."""
    return World([], {}, f"world {world}: {why}")


def one_world(question: Question, world: int) -> World:
    """Both whole platforms and all designs, from one past with one luck."""
    pair = {"seed": question.control.seed + world, "replication": question.control.replication + world}
    config = question.control.model_copy(update=pair)
    past = simulate(config, until_day=config.warmup_days).warm
    assert past is not None
    lived = partial(
        live, past, question.treatment, days=question.days, share=question.share, period_days=question.period_days
    )
    nobody, everybody = lived(design=Design.NOBODY), lived(design=Design.EVERYBODY)
    rows = []
    for days in question.lengths:
        enough = enough_plays(nobody.seen, days)
        for outcome in NAMES:
            effect = truth(outcome, everybody.seen, nobody.seen, days, enough)
            rows.append((world, TRUTH, outcome, days, TRUTH, effect))
        rows += list(_nulls(nobody, world, days, enough))
    refused = {}
    for design in EXPERIMENTS:
        try:
            trial = lived(design=design)
        except PolicyError as error:
            refused[design.value] = str(error)
            continue
        for days in question.lengths:
            arms, enough = Arms.of(trial, question.days), enough_plays(nobody.seen, days)
            for outcome in NAMES:
                value = estimate(outcome, design, trial.seen, arms, days, enough)
                rows.append((world, design.value, outcome, days, "estimate", value))
                rows.append((world, design.value, outcome, days, "same_arms", _undone(outcome, trial, nobody, days)))
    return World(rows, refused)


def _nulls(nobody: Lived, world: int, days: int, enough: float) -> Iterator[tuple[int, str, str, int, str, float]]:
    """What each design says where nothing differs: the arms of nothing, dealt again and again."""
    for lot in range(1, LOTS + 1):
        arms = Arms.dealt_again(nobody, math.ceil(nobody.seen.day.max()), lot)
        for design in EXPERIMENTS:
            for outcome in NAMES:
                value = estimate(outcome, design, nobody.seen, arms, days, enough)
                yield world, design.value, outcome, days, "null", value


def _undone(outcome: str, trial: Lived, nobody: Lived, days: int) -> float:
    """What the arms of an experiment differ by where nothing is done; requests are dealt too finely to differ."""
    if trial.trial.design is Design.INTERLEAVED:
        return 0.0
    arms = Arms.dealt_again(nobody, math.ceil(nobody.seen.day.max()), trial.trial.lot)
    return estimate(outcome, trial.trial.design, nobody.seen, arms, days, enough_plays(nobody.seen, days))
