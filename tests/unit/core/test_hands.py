"""Jobs shared out among threads: all done, in order, and an error comes through."""

import threading
from functools import partial

import pytest

from sim.core.hands import Hands, shares


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("jobs", [0, 1, 2, 7])
def test_all_is_done_and_answered_in_order(count: int, jobs: int) -> None:
    assert Hands(count).each([partial(pow, job, 2) for job in range(jobs)]) == [job**2 for job in range(jobs)]


def test_two_hands_work_side_by_side() -> None:
    both = threading.Barrier(2, timeout=30)  # one alone would wait for ever
    names = Hands(2).each([lambda: (both.wait(), threading.get_ident())[1]] * 2)
    assert len(set(names)) == 2
    assert threading.get_ident() in names


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_error_in_order_comes_through_once_nothing_is_under_way(count: int) -> None:
    begun, ended = [], []

    def job(number: int) -> None:
        begun.append(number)
        if number in (1, 2):
            raise ValueError(number)
        ended.append(number)

    with pytest.raises(ValueError, match="1"):
        Hands(count).each([partial(job, number) for number in range(4)])
    assert set(begun) - {1, 2} == set(ended)
    assert Hands(count).each([list]) == [[]]


def test_a_job_may_share_out_jobs_of_its_own() -> None:
    inner = partial(Hands(2).each, [partial(int, 1), partial(int, 2)])
    assert Hands(2).each([inner] * 5) == [[1, 2]] * 5


@pytest.mark.parametrize("count", [0, 1, 2, 5, 1000])
def test_shares_hold_every_row_once_and_in_order(count: int) -> None:
    parts = shares(count, Hands(3))
    assert [row for part in parts for row in range(count)[part]] == list(range(count))
    assert len(parts) <= 3
