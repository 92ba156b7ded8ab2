"""General engines on the same work: a process or an agent for each user, every visit one call of NumPy.

Each lives the visits of the whole run, with as many requests, slots, candidates scored and impressions responded to
(`batch` says what that leaves out of the simulator's work), for as many visits as take a few seconds. SimPy's users
wait an exponential time from visit to visit; Mesa's are activated in random order, one visit a step. Mesa, where it is
not installed beside this, runs in an environment of its own, which asks this file; so NumPy is all that it may import.
Systems of this field are in `side_by_side`.
"""

import json
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from time import process_time
from typing import Any

import numpy as np

from experiments.benchmark.batch import Tables, Workload, tables, visit

VISITS = 4_000  # of them that a general engine lives
Turn = Callable[[int], None]


def engines() -> dict[str, Callable[[Turn, int, int], None]]:
    """What is installed, by name: lives so many visits of so many users."""
    return {"SimPy": _simpy} | ({"Mesa": _mesa} if find_spec("mesa") else {})


def per_second(engine: Callable[[Turn, int, int], None], life: dict[str, Any], seed: int = 0) -> float:
    """Impressions a CPU second of a general engine on the work of a life."""
    work = Workload(*(int(life[name]) for name in Workload._fields))
    visits = min(VISITS, work.visits)
    draw = np.random.default_rng(seed)
    turn, shown = _turns(work, tables(work, draw), draw)
    start = process_time()
    engine(turn, work.users, visits)
    return shown() / (process_time() - start)


def _turns(work: Workload, t: Tables, draw: np.random.Generator) -> tuple[Turn, Callable[[], int]]:
    """A visit of one user, the next in order of the work, and how many impressions there have been."""
    count = shown = 0

    def turn(user: int) -> None:
        nonlocal count, shown
        (asked, looked), (asks, looks) = work.until(count), work.until(count + 1)
        looks = min(looks - looked, (asks - asked) * work.slate_size)  # no more than the slates of this visit hold
        if looks:
            visit(work, t, draw, np.array([user]), asks - asked, looks)
        count, shown = count + 1, shown + looks

    return turn, lambda: shown


def _simpy(turn: Turn, users: int, visits: int) -> None:
    import simpy

    clock, draw = simpy.Environment(), np.random.default_rng(1)
    done = clock.event()
    left = visits

    def user(who: int) -> Iterator[Any]:
        nonlocal left
        while left > 0:
            yield clock.timeout(draw.exponential())
            turn(who)
            left -= 1
        if not done.triggered:
            done.succeed()

    for who in range(min(users, visits)):
        clock.process(user(who))
    clock.run(until=done)


def _mesa(turn: Turn, users: int, visits: int) -> None:
    import mesa

    class User(mesa.Agent):  # type: ignore[misc]  # untyped
        def step(self) -> None:
            turn(self.unique_id - 1)

    model = mesa.Model(seed=1)
    many = min(users, visits)
    User.create_agents(model, many)
    for _ in range(max(visits // many, 1)):
        model.agents.shuffle_do("step")


if __name__ == "__main__":
    name, asked, turn = sys.argv[1:]
    for _ in range(2):  # the first pays for importing
        speed = per_second(engines()[name], json.loads(asked), int(turn))
    print(json.dumps({"per_second": speed}))
