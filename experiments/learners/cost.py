"""What a learner costs: processor time a day in a large world, its own part told apart."""

from time import process_time
from typing import NamedTuple

from sim.config.load import load
from sim.simulation import branch, simulate

BEFORE, MEASURED = 3, 3  # days lived before, so that every part has begun, and days measured
TINY = ("scenario=quick", "horizon_days=4", "warmup_days=1", "population.users=20", "population.creators=10")
QUIET = ("record.metrics=[]", "record.ledger=false")


class Cost(NamedTuple):
    """Milliseconds of processor time a simulated day, and what share of the wall time went into each part."""

    day: float
    serving: float
    learning: float  # with the settling of sums, which is the same for all


def cost(learner: str, users: int) -> Cost:
    """Live some days with ten users an account, measure the next; compiled code is there before."""
    simulate(load([*TINY, f"recommender={learner}"]))
    days = f"horizon_days={BEFORE + MEASURED}"
    size = (f"population.users={users}", f"population.creators={max(users // 10, 10)}", days, "warmup_days=1")
    warm = simulate(load([*size, *QUIET, f"recommender={learner}"]), until_day=BEFORE)
    before = dict(warm.warm.seconds)  # type: ignore[union-attr]  # a live run holds its past
    start = process_time()
    after = branch(warm, [])[0].warm.seconds  # type: ignore[union-attr]
    each = 1000.0 * (process_time() - start) / MEASURED
    spent = {part: after[part] - before.get(part, 0.0) for part in after}
    return Cost(each, spent["serve"] / spent["run"], spent["settle"] / spent["run"])
