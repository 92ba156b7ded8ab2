"""Where shards live: what the engine asks of a place, and the nearest one, this process."""

from collections.abc import Callable
from typing import Any, Protocol

from sim.engines.ranges import Snapshot
from sim.engines.sharded.shard import Shard


class LostError(Exception):
    """A shard is gone, with what it knew."""


class Place(Protocol):
    """Starts shards and carries words to them. Raises LostError from `result` if a shard is gone."""

    def publish(self, snapshot: Snapshot) -> Any:
        """Put a snapshot where every shard can read it; its name there."""
        ...

    def start(self, number: int, *of: Any) -> Any:
        """Start a shard; its name. `of` are the arguments of `Shard`."""
        ...

    def stop(self, shard: Any, lost: bool = False) -> None:
        """End a shard, if it still lives."""
        ...

    def ask(self, shard: Any, method: str, *words: Any) -> Any:
        """Have a shard begin on something; what `result` waits for."""
        ...

    def result(self, asked: Any) -> Any:
        """Wait for the answer."""
        ...


class Here:
    """All shards in this process, one after another: to see that the split changes nothing. Needs no cluster."""

    def publish(self, snapshot: Snapshot) -> Snapshot:
        """As it is."""
        return snapshot

    def start(self, number: int, *of: Any) -> Shard:  # all places are one
        """A shard of this process."""
        return Shard(*of)

    def stop(self, shard: Shard, lost: bool = False) -> None:
        """Nothing to end: it goes when nobody knows it."""

    def ask(self, shard: Shard, method: str, *words: Any) -> Callable[[], Any]:
        """Wait until the answer is wanted."""
        return lambda: getattr(shard, method)(*words)

    def result(self, asked: Callable[[], Any]) -> Any:
        """The answer."""
        return asked()
