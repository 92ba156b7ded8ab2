"""Work shared out among threads that are kept: whoever is free takes the next piece, the caller too."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


@cache
def crew(threads: int) -> ThreadPoolExecutor:
    """So many threads, kept: each has its working memory, and to make one takes as long as a small span."""
    return ThreadPoolExecutor(threads)


if hasattr(os, "register_at_fork"):  # a forked process has a crew without its threads, and would wait for ever
    os.register_at_fork(after_in_child=crew.cache_clear)


@dataclass(frozen=True)
class Hands:
    """How many threads there are for a piece of work, that of the caller included. Plain data: it can be copied."""

    threads: int = 1

    def each(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """Do all jobs, side by side where there are hands for it; what they return, in their order.

        Raises:
            Exception: what a job raised; if several did, the first of them in order. Nothing is under way any more.
        """
        if self.threads == 1 or len(jobs) == 1:
            return [job() for job in jobs]
        left, done, failed = iter(list(enumerate(jobs))), dict[int, T](), dict[int, Exception]()

        def work() -> None:
            for place, job in left:
                try:
                    done[place] = job()
                except Exception as error:  # noqa: BLE001  # raised again by the caller
                    failed[place] = error

        helpers = [crew(self.threads - 1).submit(work) for _ in range(min(self.threads, len(jobs)) - 1)]
        try:
            work()
        finally:
            for helper in helpers:
                if not helper.cancel():  # one that has not begun is needed no more
                    helper.result()
        if failed:
            raise failed[min(failed)]
        return [done[place] for place in range(len(jobs))]

    def both(self, one: Callable[[], T], other: Callable[[], S]) -> tuple[T, S]:
        """What two jobs return, done side by side where there are hands for it; raises as `each` does."""
        first, second = self.each([one, other])
        return first, second  # type: ignore[return-value]  # each is of its own type


ALONE = Hands()


def shares(count: int, hands: Hands) -> list[slice]:
    """So many rows in as many parts as there are hands, in order and about equal."""
    if hands.threads == 1:
        return [slice(0, count)]
    ends = [count * part // hands.threads for part in range(hands.threads + 1)]
    return [slice(first, last) for first, last in pairwise(ends) if first < last] or [slice(0, 0)]
