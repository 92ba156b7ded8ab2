"""A learner judged against the truth: its predictions and the true chances, on pairs that nobody chose."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.law import plain
from sim.core.logistic import fit
from sim.engines.reference.hall import Hall
from sim.engines.reference.visitor import Visitor
from sim.laws import watching
from sim.platform.plan import NEUTRAL
from sim.processes.refresh import platform_now
from sim.processes.stage import Stage
from sim.recommender import index as indexing
from sim.recommender.learner import Learner
from sim.recommender.oracle import Oracle
from sim.results.run import Run
from sim.simulation import set_stage
from sim.world.span import Span

USERS, ITEMS = 150, 60  # pairs judged: items by user

Floats = NDArray[np.float64]
survival = plain(watching.survival)


class Judged(NamedTuple):
    """Over pairs of a user and a visible item drawn evenly: no selection by any learner.

    auc: the chance that of a play and a skip the play was predicted the stronger pull, in expectation over
    outcomes. calibration: log-odds of a valid play per unit of predicted pull; 1 is right for a learner that
    means log-odds. niche: the same area among pairs with niche items alone.
    """

    auc: float
    calibration: float
    niche: float


def judge(run: Run, users: int = USERS, items: int = ITEMS) -> Judged:
    """Judge the learner of a run as it stands at its end."""
    predicted, chance, niche = pairs(run, users, items)
    slope = fit(predicted, chance, np.ones(chance.size)).slope  # type: ignore[arg-type]  # expected plays of one trial
    return Judged(area(predicted, chance), slope, area(predicted[niche], chance[niche]))


def pairs(run: Run, users: int, items: int) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Predicted pull, true chance of a valid play, and whether the item is niche, by pair."""
    stage = set_stage(run.config, run.warm.copy())  # type: ignore[attr-defined]  # a live run holds its past
    world = stage.world
    learner, truth = hall(stage, stage.learner, stage.learner_state), hall(stage, Oracle(), None)
    visible = np.flatnonzero((world.items.visible_from <= world.now) & (world.now < world.items.visible_to))
    found = []
    for place, user in enumerate(np.linspace(0, len(world.users) - 1, users).astype(int).tolist()):
        platform, viewer = Visitor(learner, user), Visitor(truth, user)
        platform.rest(world.now)
        platform.prepare()
        viewer.prepare()
        step = max(visible.size // items, 1)
        for item in visible[place % step :: step].tolist():
            duration = int(world.items.duration_ms[item])
            chance = survival(viewer.predicted(item), watching.VALID_PLAY_MS, duration, truth.b)
            found.append((platform.predicted(item), chance, bool(world.topics.niche[world.items.topic[item]])))
    predicted, chances, niche = map(np.array, zip(*found, strict=True))
    return predicted, chances, niche


def hall(stage: Stage, learner: Learner, state: Any) -> Hall:
    """What a span would be served from now, under a learner."""
    world = stage.world
    index = indexing.build(
        world, NEUTRAL, learner, state, stage.retrieval, platform_now(stage, 0.0), stage.responses, 0.0, 0.0
    )  # fmt: skip
    return Hall(world, index, Span(world.now, world.now + 1, 1.0, stage.candidates_per_slot, stage.slate_size))


def area(predicted: Floats, chance: Floats) -> float:
    """The expected area under the curve: plays weigh their chance, skips the rest; equal predictions count half."""
    _, rung = np.unique(predicted, return_inverse=True)
    played = np.bincount(rung, chance)
    skipped = np.bincount(rung, 1.0 - chance)
    below = np.cumsum(skipped) - 0.5 * skipped
    return float(played @ below / (played.sum() * skipped.sum()))
