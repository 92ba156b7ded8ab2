"""Live one experiment from a shared past: the world goes on, some of it under another policy."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.platform.policy import Composed, Policy
from sim.platform.trial import Design, Trial
from sim.results.past import Past
from sim.simulation import run_stage, set_stage
from sim.trials.record import Record, Seen


class Lived(NamedTuple):
    """An experiment that is over: who was dealt what, and what was seen."""

    trial: Trial
    seen: Seen


def live(
    past: Past,
    treatment: Mapping[str, Policy],
    design: Design,
    days: int,
    share: float = 0.5,
    lot: int = 0,
    period_days: int = 1,
) -> Lived:
    """Go on from a past for some days under its own policy and, where the design says so, the treatment.

    Raises:
        PolicyError: if the design cannot deal what the treatment changes.
    """
    fork = past.copy()
    stage = set_stage(fork.config, fork)
    world = stage.world
    record = Record(world, stage.slate_size)
    stage.recorder, stage.log = record, True
    stage.trial = Trial.deal(
        design,
        Composed(list(treatment.values()), list(treatment)),
        len(world.users),
        len(world.creators),
        (world.key.seed, world.key.replication),
        share,
        lot,
        period_days,
        past.day,
    )
    try:
        run_stage(stage, range(past.day + 1, past.day + days + 1))
    finally:
        stage.engine.close()  # shards end with the world they live, also where it cannot be lived
    return Lived(stage.trial, record.seen())
