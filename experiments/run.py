"""One run of the simulator: `python -m experiments.run [key=value ...]`."""

import sys
from typing import TYPE_CHECKING

from experiments.command import Command, Job

if TYPE_CHECKING:
    from sim.results.run import Run

TEXT = """
One run: a world of users and accounts lives for `horizon_days` under a traffic-allocation policy
while natural traffic changes as `traffic` says. The first `warmup_days` fill the platform's memory and
are not counted; what changes, changes after them.

The result is a folder: the configuration, a manifest, and tables of metrics, accounts and exposure
(config.yaml, manifest.json, *.parquet). Read it in Python with sim.open_run(folder). The same
configuration gives the same numbers, to the last bit.

A long run writes a checkpoint every `record.checkpoint_days`, and when it is interrupted. The same
command with the same hydra.run.dir goes on from it, to the same numbers.
"""
EXAMPLES = (
    ("scenario=quick", "a tiny world: an answer in seconds"),
    ("traffic=drying policy=creator_floor", "the standard world dries up under a floor for small accounts"),
    (
        "'policy=[interest,creator_floor]' policy.creator_floor.share=0.2",
        "policies compose; parameters follow the name",
    ),
    ("-m scenario=quick seed=1,2,3 policy=interest,random", "six runs"),
)


def work(job: Job) -> None:
    """Simulate, save, and say where the results are."""
    import sim
    from experiments.own_folder import refuse_fixed
    from experiments.places import short
    from experiments.stopping import when_told
    from sim.core.errors import ConfigError
    from sim.results.disk import CHECKPOINT, UNFINISHED, is_run
    from sim.results.room import make_room

    folder = short(job.folder)
    checkpoint = folder / CHECKPOINT
    others = [entry for entry in folder.iterdir() if entry.name not in UNFINISHED]
    if others and not is_run(folder):  # before the work, not after it
        raise ConfigError(f"hydra.run.dir is {folder}, allowed is a new or empty folder, or that of an earlier run")
    refuse_fixed(folder)
    if checkpoint.exists():
        print(f"going on from {checkpoint}", flush=True)
    with when_told() as stop:
        run = sim.simulate(job.config, progress=job.alone, checkpoint=checkpoint, stop=stop)
    make_room(lambda: run.save(folder), checkpoint, run.hold)
    print(f"{_heading(job)}{run.headline().to_string(float_format='{:,.4g}'.format)}\n\nresults: {folder}", flush=True)
    if job.alone:
        print(_took(run))
        print(f"in Python: sim.open_run({str(folder)!r})")


def _took(run: "Run") -> str:
    """How long it lived by phase, the most memory it held, and of what, by the estimate made before the work."""
    from sim.config.load import of_platform
    from sim.simulation import expected
    from sim.world.size import joined

    config, phases = run.config, dict(run.manifest["seconds"])
    whole = phases.pop("run")
    parts = (
        joined(expected(of_platform(config, name)) for name in config.platforms)
        if config.platforms
        else expected(config)
    )
    said = [", ".join(f"{name} {spent:,.1f}" for name, spent in phases.items())]
    said.append(", ".join(f"{name} {size / 1e6:,.0f}" for name, size in parts.items()))
    return (
        f"took {whole:,.1f} s ({said[0]}) for {run.manifest['slots_served']:,} impressions\n"
        f"memory: {run.manifest['peak_memory_mb']:,.0f} MB at most; by the estimate, MB: {said[1]}"
    )


def _heading(job: Job) -> str:
    """Which run of a sweep this is."""
    said = " ".join(one.lstrip("+") for one in job.overrides if not one.startswith("hydra"))
    return "" if job.alone else f"\n{said}\n"


COMMAND = Command("run", TEXT, EXAMPLES, work, several=True)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
