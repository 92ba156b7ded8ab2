"""Sweeps that are long, or killed: `python -m experiments.endurance what=kill cells=200`."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.command import DONE, FAILED, guarded
from experiments.counts import cut, is_count
from sim.core.errors import ConfigError, SimError

TEXT = """
usage: python -m experiments.endurance what=kill|memory [cells=N] [processes=N]

what=kill fills a store of so many tiny runs, once without a break and once killed at a random moment and started again
by the same command; it says whether both stores hold the same runs with the same fingerprints. what=memory lives so
many tiny runs in one process and prints its peak memory at every tenth: it should not grow after the first.
"""
TINY = ("scenario=quick", "population.users=20", "population.creators=12", "warmup_days=1", "horizon_days=3")
GROWTH = 1.10  # of peak memory from the second tenth to the last; fragmentation is not a leak


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code is 0 only if what is asked for holds."""
    return guarded(lambda: _obey(list(sys.argv[1:] if arguments is None else arguments)))


def _obey(given: list[str]) -> int:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args(given)
    own = dict(one.partition("=")[::2] for one in options.words)
    if options.help:
        print(TEXT.strip())
        return DONE
    cells, processes = own.get("cells", "200"), own.get("processes", "2")
    if own.get("what") not in {"kill", "memory"} or not (is_count(cells) and is_count(processes) and int(cells)):
        said = cut(" ".join(given))
        raise ConfigError(f"words are {said}, allowed are what=kill or what=memory, cells=N, processes=N")
    holds = kill(int(cells), int(processes)) if own["what"] == "kill" else memory(int(cells))
    return DONE if holds else FAILED


def kill(cells: int, processes: int) -> bool:
    """Whether a sweep that was killed and asked for again comes to the store of one that was not."""
    from sim.store import Store

    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        _done(_command(Path(folder, "whole"), cells, processes))
        whole, took = Store(Path(folder, "whole")), time.monotonic() - start
        moment = float(np.random.default_rng().uniform(0.2, 0.8)) * took  # a moment that nobody has planned
        broken = Store(Path(folder, "broken"))
        child = subprocess.Popen(_command(broken.layout.root, cells, processes), stdout=subprocess.DEVNULL)
        time.sleep(moment)
        child.kill()
        child.wait()
        left = len(broken)
        _done(_command(broken.layout.root, cells, processes))
        ours, theirs = (dict(zip(one.runs["run"], one.runs["fingerprint"], strict=True)) for one in (whole, broken))
        same = ours == theirs and len(ours) == cells
        print(f"{cells} runs in {took:.0f} s; killed after {moment:.0f} s with {left} there; equal at the end: {same}")
        return same


def _done(command: list[str]) -> None:
    """Wait for a command.

    Raises:
        SimError: if it fails, with the last line that it said.
    """
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise SimError(f"the sweep failed: {said[-1].removeprefix('error: ')}")


def _command(store: Path, cells: int, processes: int) -> list[str]:
    words = [f"store={store}", f"processes={processes}", f"pairs={cells}", *TINY]
    return [sys.executable, "-m", "experiments.sweep", *words]


def memory(cells: int) -> bool:
    """Whether the peak memory of a process that lives so many runs stays where it is after the first of them."""
    from sim.config.load import load
    from sim.results.manifest import peak_memory_mb
    from sim.simulation import simulate

    config, peaks = load(TINY), []
    for run in range(cells):
        simulate(config.model_copy(update={"seed": run}))
        if (run + 1) % max(cells // 10, 1) == 0:
            peaks.append(peak_memory_mb())
            print(f"{run + 1} runs: {peaks[-1]:.0f} MB", flush=True)
    return peaks[-1] <= GROWTH * peaks[min(1, len(peaks) - 1)]


if __name__ == "__main__":
    sys.exit(main())
