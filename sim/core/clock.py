"""The SimPy clock with dated, ranked wake-ups: CLOSE < PROBE < CHANGE < OPEN on one instant.

SimPy orders simultaneous events by priority, then by order of creation, but offers no public way to
date an event *with* a rank; that is wrapped here, once.
"""

from enum import IntEnum

import simpy


class Rank(IntEnum):
    """Order of events that share an instant."""

    CLOSE = 10
    PROBE = 15  # where a run can stop, be looked at, and go on
    CHANGE = 20
    OPEN = 30


class Clock:
    """A SimPy environment whose time is an integer number of ticks."""

    def __init__(self, now: int = 0) -> None:
        self.env = simpy.Environment(initial_time=now)
        self.begun = False  # whether a run has started its processes on it

    @property
    def now(self) -> int:
        """The current tick."""
        return int(self.env.now)

    def at(self, tick: int, rank: Rank) -> simpy.Event:
        """An event that fires at `tick`, after every event of a lower rank on that tick.

        Raises:
            ValueError: if the tick lies in the past.
        """
        env, now = self.env, self.now
        if tick < now:
            raise ValueError(f"tick {tick} is before now ({now})")
        event = simpy.Event(env)
        event._ok = True  # noqa: SLF001  # SimPy has no public way to date an event with a rank
        event._value = None  # noqa: SLF001
        env.schedule(event, priority=rank, delay=tick - now)  # type: ignore[arg-type]  # any int works
        return event

    def start(self, process: simpy.events.ProcessGenerator) -> simpy.Process:
        """Start a process (a generator that yields events)."""
        return self.env.process(process)

    def run(self, until: simpy.Event) -> None:
        """Run until an event has been processed."""
        self.env.run(until=until)
