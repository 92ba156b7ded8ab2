"""Who is served first, by which thread and in which process, changes no bit."""

import os
import subprocess
import sys

import numpy as np
import pytest

import sim
from sim.engines.compiled import NOBODY, CompiledEngine, snapshot
from sim.engines.ranges import share_out
from sim.engines.reference import ReferenceEngine
from sim.kernels.buying import Shoppers
from sim.kernels.shapes import Rows

OVERRIDES = ("seed=11", "policy=[creator_floor]", "refresh_minutes=60")


class Backwards(CompiledEngine):
    """Serves the last user first, each in a call of its own."""

    def serve(self, world, index, span):
        rows = Rows(*(array for _, array in world.users.columns()))
        ranges = [(user, user + 1) for user in reversed(range(len(world.users)))]
        shoppers = Shoppers(*(array for _, array in NOBODY.columns()))
        return share_out(snapshot(world, index, span), rows, shoppers, ranges)


WORLDS = {
    "oracle": (*OVERRIDES, "recommender=oracle"),
    "bayes_topic": (*OVERRIDES, "recommender=bayes_topic"),
    "sold": ("market=standard", "careers=standard", "live.enabled=true", "record.impressions=true"),
}


@pytest.mark.parametrize("world", WORLDS)
def test_one_two_three_or_many_threads_give_the_same_bits(world, config, live, differences) -> None:
    one = live(config(*WORLDS[world]), CompiledEngine(threads=1))
    for threads in (2, 3, 20):  # the last has more ranges than there are users
        shared = config(*WORLDS[world], f"engine.threads={threads}")  # so is what is done between spans
        assert differences(one, live(shared, CompiledEngine(threads=threads))) == []


def test_users_served_backwards_one_by_one_give_the_same_bits(config, live, differences) -> None:
    small = config(*OVERRIDES)
    assert differences(live(small), live(small, Backwards())) == []


@pytest.mark.parametrize("shuffle", [1, 2])
def test_the_reference_may_start_its_users_in_any_order(shuffle, config, live, differences) -> None:
    small = config(*OVERRIDES)
    order = np.random.default_rng(shuffle).permutation(small.population.users).tolist()
    assert differences(live(small), live(small, ReferenceEngine(order))) == []


def test_two_processes_give_the_same_fingerprint() -> None:
    overrides = ["scenario=quick", "population.users=60", "horizon_days=5", "warmup_days=2", "seed=3"]
    script = f"import sim; print(sim.simulate({overrides} + ['engine.threads=%d']).fingerprint)"
    found = {sim.simulate(overrides).fingerprint}
    for threads, hashing in ((1, "1"), (2, "2")):
        environment = {**os.environ, "PYTHONHASHSEED": hashing}
        command = [sys.executable, "-c", script % threads]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout.strip())
    assert len(found) == 1
