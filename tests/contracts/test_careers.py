"""An account decides by what it sees of itself and of a few others; the rest of the world does not matter."""

import numpy as np
import pytest

import sim
from sim.core.units import TICKS_PER_DAY
from sim.processes import choices
from sim.processes.sight import Own, Peers, chosen_peers, own_of, peers_of
from sim.world.world import World

DAY = 21
SMALL = [
    "scenario=quick", "careers=standard", "population.creators=60", f"horizon_days={DAY}", "warmup_days=4",
    "careers.best_response_per_week=0.5",
]  # fmt: skip
KEPT = ("comes_at", "joined_at", "left_at")  # who is there: it decides whom one meets


@pytest.fixture(scope="module")
def world() -> World:
    world = sim.simulate(SMALL).warm.world
    world.now = DAY * TICKS_PER_DAY
    return world


def decide(world: World, row: int, information: str = "peers") -> list[np.ndarray]:
    settings = world.career_settings.model_copy(update={"information": information})
    world.career_settings = settings
    rows = np.array([row])
    own = own_of(world, rows, topics=True)
    peers = peers_of(world, rows, chosen_peers(world, rows))
    draw = np.array([[0.002, 0.5]])
    return [
        choices.quits(own, settings, draw), choices.pace(own, settings), *choices.week(own, peers, settings, draw[:, 0])
    ]  # fmt: skip


def scrambled(world: World, keep: np.ndarray) -> World:
    """A world in which all is another but the rows of these accounts, and who is there."""
    twin, noise = world.copy(), np.random.default_rng(1)
    for table in (twin.creators, twin.careers):
        table.thaw()
        for name, column in table.columns():
            if name not in KEPT:
                others = np.setdiff1d(np.arange(len(table)), keep)
                column[others] = column[noise.permutation(others)] if column.dtype.kind != "f" else noise.random()
    for table in (twin.users, twin.items):
        table.thaw()
        for _, column in table.columns():
            column[...] = column[::-1].copy()
    return twin


def test_scrambling_everything_else_changes_no_decision(world) -> None:
    changed = 0
    for row in np.flatnonzero(world.creators.active(world.now))[:12]:
        seen = chosen_peers(world, np.array([row]))
        keep = np.unique(np.append(seen[seen >= 0], row))
        here, there = decide(world, row), decide(scrambled(world, keep), row)
        for one, other in zip(here, there, strict=True):
            assert one.tobytes() == other.tobytes()
        alone = decide(scrambled(world, np.array([row])), row)
        changed += any(one.tobytes() != other.tobytes() for one, other in zip(here, alone, strict=True))
    assert changed > 6, "the few others do matter"


def test_full_information_is_another_decision_and_reads_everybody(world) -> None:
    row = int(np.flatnonzero(world.creators.active(world.now))[0])
    few, all_ = decide(world.copy(), row), decide(world.copy(), row, "full")
    assert any(one.tobytes() != other.tobytes() for one, other in zip(few, all_, strict=True))
    seen = chosen_peers(world, np.array([row]))
    twin = scrambled(world, np.unique(np.append(seen[seen >= 0], row)))
    other = decide(twin, row, "full")
    assert any(one.tobytes() != two.tobytes() for one, two in zip(all_, other, strict=True))


def test_what_is_seen_has_a_row_for_each_who_decides(world) -> None:
    rows = np.flatnonzero(world.creators.active(world.now))
    own, peers = own_of(world, rows, topics=True), peers_of(world, rows, chosen_peers(world, rows))
    for seen in (*own, *peers):
        assert len(seen) == len(rows)
    assert isinstance(own, Own)
    assert isinstance(peers, Peers)
