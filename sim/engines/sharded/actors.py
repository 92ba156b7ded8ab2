"""Shards as Ray actors, spread over the machines of a cluster. Ray is the extra `ray`."""

import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sim.core.compile import source_digest
from sim.core.errors import EngineError, SimError
from sim.engines.ranges import Snapshot
from sim.engines.sharded.place import LostError
from sim.engines.sharded.shard import Columns, Shard
from sim.world.tally import Served

NEEDED = 'engine.name is sharded and engine.place is ray, which needs Ray: pip install "interest-sim[ray]"'
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)  # linear algebra on one thread, as everywhere; and a shard's own threads are not numba's


class Member(Shard):
    """A shard on another machine: it must be of the same sources as whoever started it."""

    def __init__(self, sources: str, *of: Any) -> None:
        super().__init__(*of)
        self.same = source_digest() == sources

    def serve(self, snapshot: Snapshot, changes: Columns) -> Served:
        """As a shard does, if its numbers would be the same."""
        if not self.same:
            raise EngineError("a machine of the cluster has other sources of the simulator, allowed are the same ones")
        return super().serve(snapshot, changes)


class Actors:
    """A Ray cluster as the place of shards: the one at RAY_ADDRESS, or one started for this process.

    No configuration says where: whoever is a cluster's host has the run of its guests. Shards go to the machines in
    turn. One on which a shard was lost is asked again only when there is no other.
    """

    def __init__(self) -> None:
        self.ray = _joined(os.environ.get("RAY_ADDRESS") or "local")
        self.sources = source_digest()
        self.homes: dict[Any, str] = {}  # the machine of each actor
        self.shunned: set[str] = set()
        errors = self.ray.exceptions
        self.lost = (
            errors.RayActorError,
            errors.ActorUnschedulableError,
            errors.ActorUnavailableError,
            errors.ObjectLostError,
            errors.WorkerCrashedError,
            errors.NodeDiedError,
        )

    def publish(self, snapshot: Snapshot) -> Any:
        """Put a snapshot into the object store, from which each machine takes one copy for all its shards."""
        return self.ray.put(snapshot)

    def start(self, number: int, *of: Any) -> Any:
        """Start an actor."""
        alive = sorted(node["NodeID"] for node in self.ray.nodes() if node["Alive"])
        homes = [node for node in alive if node not in self.shunned] or alive
        home = homes[number % len(homes)]
        affinity = import_module("ray.util.scheduling_strategies").NodeAffinitySchedulingStrategy
        kind = self.ray.remote(Member).options(
            num_cpus=0, scheduling_strategy=affinity(home, soft=False), runtime_env={"env_vars": ONE_THREAD}
        )
        actor = kind.remote(self.sources, *of)
        self.homes[actor] = home
        return actor

    def stop(self, shard: Any, lost: bool = False) -> None:
        """Kill an actor, if it still lives; shun its machine, if it was lost."""
        home = self.homes.pop(shard)
        if lost:
            self.shunned.add(home)
        self.ray.kill(shard)

    def ask(self, shard: Any, method: str, *words: Any) -> Any:
        """Have an actor begin on something."""
        return getattr(shard, method).remote(*words)

    def result(self, asked: Any) -> Any:
        """Wait for an actor's answer."""
        try:
            return self.ray.get(asked)
        except self.lost as error:
            raise LostError(_last_line(error)) from error
        except self.ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, SimError):
                raise error.cause from None
            raise


def _joined(address: str) -> Any:
    """Ray, in a cluster.

    Raises:
        EngineError: if Ray is not installed, or nobody answers at the address.
    """
    alone = address == "local"
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if alone and "ray" not in sys.modules:  # it reads them when it is first imported
        os.environ.setdefault("RAY_AUTH_MODE", "token")  # no one else may have his code run here
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        ray = import_module("ray")
    except ModuleNotFoundError:
        raise EngineError(NEEDED) from None
    if ray.is_initialized():
        return ray
    own = {"include_dashboard": False} if alone else {}
    try:
        _knock(address)
        with _handlers_kept():
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    except (OSError, ValueError, RuntimeError) as error:
        raise EngineError(f"RAY_ADDRESS is {address}, but no Ray cluster answers there: {_last_line(error)}") from None
    return ray


def _knock(address: str) -> None:
    """See whether anybody is there: Ray itself would try for minutes.

    Raises:
        OSError: if nobody is.
    """
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.rpartition("/")[2], int(port)), timeout=10.0).close()


@contextmanager
def _handlers_kept() -> Iterator[None]:
    """Keep what this process does on a signal: Ray would have it end at once."""
    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        if main and handler is not None:
            signal.signal(number, handler)


def _last_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip() if str(error).strip() else type(error).__name__
