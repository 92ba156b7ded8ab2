"""Users dealt to threads: each once, in few ranges that become smaller."""

from multiprocessing import get_all_start_methods, get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.core.hands import crew
from sim.engines.ranges import LEAST_USERS, _cut

TINY = ["scenario=quick", "population.users=60", "population.creators=20", "horizon_days=2", "warmup_days=1"]


@given(sizes=st.lists(st.integers(0, 5_000), min_size=1, max_size=6), threads=st.integers(1, 8))
def test_every_user_is_dealt_once(sizes: list[int], threads: int) -> None:
    ranges, first = [], 0
    for size in sizes:
        ranges.append((first, first + size))
        first += size + 10  # those between are another shard's
    dealt = [user for begin, end in _cut(ranges, threads) for user in range(begin, end)]
    assert dealt == [user for begin, end in ranges for user in range(begin, end)]


def test_ranges_become_smaller() -> None:
    sizes = [end - begin for begin, end in _cut([(0, 100_000)], 2)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 25_000
    assert sizes[-1] <= LEAST_USERS
    assert len(sizes) < 25


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="this system cannot fork")
def test_a_process_that_is_forked_has_threads_of_its_own() -> None:
    sim.simulate([*TINY, "engine.threads=2"])
    assert crew.cache_info().currsize
    child = get_context("fork").Process(target=lambda: sim.simulate([*TINY, "engine.threads=2"]))
    child.start()
    child.join(60)
    waits = child.exitcode is None
    child.kill()
    assert not waits
    assert child.exitcode == 0
