"""The market beside what is known of real ones: `python -m experiments.market_targets [key=value ...]`."""

import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
What sales, contracts and advertising come to in the world, beside published figures. Each line says whether a
parameter puts it there (input), was chosen with it in view (fitted), or whether it comes out (emergent: hit or miss).
Hits count only among what emerges; the free parameters are listed. Figures of grade C are shown and never fitted to.
"""
EXAMPLES = (("", "four worlds, three futures each; about three minutes"),)


def work(job: Job) -> None:
    """Measure in every world, print the table, keep the numbers."""
    import pandas as pd
    from tqdm import tqdm

    import sim
    from experiments.keeping import keep_table
    from experiments.market_targets.measures import measures
    from experiments.market_targets.targets import FREE, TARGETS, judged
    from experiments.places import short
    from experiments.sides import overrides
    from sim.analysis.contrast import paired_t

    rows = []
    worlds = range(job.config.replications)
    for world in tqdm(worlds, desc="worlds", unit="world", disable=not (job.alone and sys.stderr.isatty())):
        config = sim.load(overrides(job))
        seeds = {"seed": config.seed + world, "replication": config.replication + world}
        rows.append({"world": world, **measures(config.model_copy(update=seeds))})
    found = pd.DataFrame(rows)
    hits = emergent = 0
    for key, target in TARGETS.items():
        known = found[key].dropna().to_numpy()
        one = paired_t(known) if known.size > 1 else None
        value = float(known.mean()) if known.size else float("nan")
        verdict = judged(target, value)
        emergent += verdict in ("hit", "miss")
        hits += verdict == "hit"
        spread = f"[{one.low:.4g}, {one.high:.4g}]" if one else ""
        print(
            f"{target.name:4s} {verdict:18s} here {value:8.4g} {spread:22s} real {target.real:8.4g} "
            f"({target.low:g} to {target.high:g}, grade {target.grade})  {target.fact}"
        )
    print(f"\n{hits} hits of {emergent} that emerge; {len(FREE)} free parameters were chosen with targets in view:")
    for name, why in FREE.items():
        print(f"  {name}: {why}")
    folder = short(job.folder)
    keep_table(found, folder / "targets.csv")
    print(f"results: {folder / 'targets.csv'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=market_targets` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=market_targets")
    return Command("market_targets", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
