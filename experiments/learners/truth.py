"""A learner judged against the truth: its predictions and the true chances, on pairs that nobody chose."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.law import plain
from sim.core.logistic import fit
from sim.engines.reference.hall import Hall
from sim.engines.reference.visitor import Visitor
from sim.laws import watching
from sim.platform.plan import NEUTRAL
from sim.processes.refresh import platform_now
from sim.recommender import index as indexing
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
    index = indexing.build(
        world, NEUTRAL, stage.learner, stage.learner_state, stage.retrieval, platform_now(stage, 0.0),
        stage.responses, 0.0, 0.0,
    )  # fmt: skip
    hall = Hall(world, index, Span(world.now, world.now + 1, 1.0, stage.candidates_per_slot, stage.slate_size))
    visible = np.flatnonzero((world.items.visible_from <= world.now) & (world.now < world.items.visible_to))
    found = []
    for place, user in enumerate(np.linspace(0, len(world.users) - 1, users).astype(int).tolist()):
        person = Visitor(hall, user)
        person.prepare()
        person.rest(world.now)
        step = max(visible.size // items, 1)
        for item in visible[place % step :: step].tolist():
            chance = survival(
                true_pull(person, item), watching.VALID_PLAY_MS, int(world.items.duration_ms[item]), hall.b
            )
            found.append((person.predicted(item), chance, bool(world.topics.niche[world.items.topic[item]])))
    predicted, chances, niche = map(np.array, zip(*found, strict=True))
    return predicted, chances, niche


def true_pull(person: Visitor, item: int) -> float:
    """The pull that the item would have on this user now, unpaid."""
    from sim.engines.reference.slate import pull_of
    from sim.world.users import RECENT_PLACES

    u, me, b = person.u, person.user, person.b
    topic, creator = int(person.items.topic[item]), int(person.items.creator[item])
    place = creator % RECENT_PLACES
    tired = float(u.tired_creator[me, place]) if u.recent_creator[me, place] == creator else 0.0
    result: float = pull_of(
        b.base,
        b.match_weight * float(u.match[me, topic]),
        b.quality_weight * float(person.items.quality[item]),
        1.0 if person.follows(creator) else 0.0,
        float(u.tired_topic[me, topic]),
        tired,
        0.0,
        b,
    )
    return result


def area(predicted: Floats, chance: Floats) -> float:
    """The expected area under the curve: plays weigh their chance, skips the rest; equal predictions count half."""
    _, rung = np.unique(predicted, return_inverse=True)
    played = np.bincount(rung, chance)
    skipped = np.bincount(rung, 1.0 - chance)
    below = np.cumsum(skipped) - 0.5 * skipped
    return float(played @ below / (played.sum() * skipped.sum()))
