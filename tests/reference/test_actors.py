"""Shards on a cluster of several machines, all on this one: the same bits, also when a machine is lost mid-span."""

import os
import re
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engines.compiled import CompiledEngine
from sim.engines.sharded import ShardedEngine
from sim.engines.sharded.actors import Actors
from tests.reference.test_live import ALL, ON_AIR
from tests.reference.test_platforms import RICH, SMALL, TWO

if find_spec("ray") is None:  # not imported yet: it reads its environment then
    pytest.skip("Ray is not installed: pip install 'interest-sim[ray]'", allow_module_level=True)

MACHINES = 3
TINY = ["population.users=30", "population.creators=12", "warmup_days=1", "horizon_days=2"]
LOST = int(os.environ.get("INTEREST_SIM_LOST", "1"))  # machines in a run
WATCHFUL = {"health_check_period_ms": 500, "health_check_failure_threshold": 3}  # a dead machine is known in seconds
EVERYTHING = (*ON_AIR, *ALL, "refresh_minutes=720")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and two more machines, each a process group of this one; this process is a guest of the head."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(16))
        import ray
        from ray.cluster_utils import Cluster

        own = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "_system_config": WATCHFUL})
        for _ in range(MACHINES - 1):
            own.add_node(num_cpus=1)
        patch.setenv("RAY_ADDRESS", own.address)
        yield own
        ray.shutdown()
        own.shutdown()


class Torn(Actors):
    """A cluster that loses machines in the middle of spans: half of the users of a shard there have lived it.

    Another machine comes after each.
    """

    def __init__(self, cluster: Any, folder: Path) -> None:
        super().__init__()
        self.cluster, self.folder, self.draw = cluster, folder, np.random.default_rng(LOST)
        self.torn, self.left, self.before = 0, 6, 0

    def ask(self, shard: Any, method: str, *words: Any) -> Any:
        at_work = method == "serve" and self.homes[shard] != self.cluster.head_node.node_id
        self.left -= at_work
        if self.left > 0 or not at_work or self.torn == LOST:
            return super().ask(shard, method, *words)
        self.left = int(self.draw.integers(3, 9))
        mark = self.folder / str(self.torn)
        self.before = max(self.before, len(set(self.homes.values())))
        self.result(shard.__ray_call__.remote(stick_in(str(mark))))
        asked = super().ask(shard, method, *words)
        while not mark.exists():
            time.sleep(0.01)
        (home,) = [node for node in self.cluster.worker_nodes if node.node_id == self.homes[shard]]
        self.cluster.remove_node(home, allow_graceful=False)
        self.torn += 1
        self.shunned.add(self.cluster.head_node.node_id)  # who was lost goes where she can be lost again
        if self.torn < LOST:
            self.cluster.add_node(num_cpus=1)
        return asked


def stick_in(mark: str) -> Any:
    """What makes an actor stop for good half through its next span, and leave a mark when it has."""

    def stick(_: Any) -> None:
        from sim.engines.sharded import shard as module

        served = module.share_out

        def half(frozen: Any, rows: Any, shoppers: Any, ranges: Any, threads: int) -> Any:
            ((first, last),) = ranges
            served(frozen, rows, shoppers, [(first, (first + last) // 2)], threads)
            Path(mark).touch()
            time.sleep(600)

        module.share_out = half

    return stick


def test_a_machine_that_is_lost_mid_span_changes_nothing(cluster, config, live, differences, tmp_path) -> None:
    small = config(*EVERYTHING, f"horizon_days={2 + LOST}")
    one, place = live(small, CompiledEngine()), Torn(cluster, tmp_path)
    engine = ShardedEngine(MACHINES, copy_spans=2, place=place)
    two = live(small, engine)
    assert place.before == MACHINES
    assert place.torn == LOST
    assert engine.crowd is not None
    assert engine.crowd.revived >= LOST
    engine.close()
    assert differences(one, two) == []


def test_two_platforms_on_several_machines_give_the_same_bits(cluster: Any) -> None:
    rich = [*SMALL, TWO, *RICH, "horizon_days=4"]
    sharded = sim.simulate([*rich, "engine=sharded", "engine.shards=2"])
    assert sharded.fingerprint == sim.simulate(rich).fingerprint


PAGE = Path(sim.__file__).parent / "engines" / "sharded" / "README.md"
COMMANDS = re.findall(r"^```sh\n(.*?)\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS, ids=["here", "ray"])
def test_the_commands_of_the_page_give_the_same_bits(command: str, cluster: Any, tmp_path: Path) -> None:
    words = [sys.executable, *shlex.split(command)[1:], *TINY, f"hydra.run.dir={tmp_path / 'run'}"]
    done = subprocess.run(words, cwd=PAGE.parents[3], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    alone = sim.simulate(["scenario=quick", *TINY])
    assert sim.open_run(tmp_path / "run").fingerprint == alone.fingerprint
