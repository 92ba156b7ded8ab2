"""Native or ported? Returns of content on two platforms: `python -m experiments.content_fit [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence

from experiments.command import Command, Job

TEXT = """
The same product needs different content on each platform. Every account publishes on its own platform and, in the style
of that one, on the other. The command lives such worlds and prints, for content made for each platform and shown on
each, valid plays and sales per 1,000 natural impressions and sales of an account a day, and how much ported content
has of what native content has on the same platform. A second side asks the same where style does not matter.
"""
EXAMPLES = (("", "eight worlds, two sides each; about three minutes"),)
SIDES: dict[str, tuple[str, ...]] = {"style matters": (), "it does not": ("between.ported_fit=1",)}
QUANTITIES = {
    "plays": "valid plays per 1,000 impressions",
    "sales": "sales per 1,000 impressions, RMB",
    "daily": "sales of an account a day, RMB",
}


def work(job: Job) -> None:
    """Live both sides, print the matrices, keep the numbers, draw."""
    from experiments.content_fit.figure import draw
    from experiments.content_fit.matrix import CELLS, relative
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.sides import measured
    from sim.analysis.contrast import paired_t
    from sim.core.errors import ConfigError

    if set(job.config.platforms) != set(CELLS):
        raise ConfigError(
            f"platform is [{','.join(job.config.platforms) or job.config.platform.name}], allowed in "
            f"experiments.content_fit is [{','.join(CELLS)}]"
        )
    found = measured(job, SIDES, measure)
    for side in SIDES:
        rows = found[found["side"] == side]
        print(side)
        for quantity, said in QUANTITIES.items():
            print(f"  {said}")
            for made in CELLS:
                means = (paired_t(rows[f"{quantity} {made} on {shown}"].to_numpy()) for shown in CELLS)
                cells = "  ".join(f"{one.value:9.3g} [{one.low:.3g}, {one.high:.3g}]" for one in means)
                print(f"    made for {made:10s}{cells}")
            ratios = (paired_t(relative(rows, quantity, shown).to_numpy()) for shown in CELLS)
            print("    ported / native     " + "  ".join(f"{r.value:9.2f} [{r.low:.2f}, {r.high:.2f}]" for r in ratios))
    folder = short(job.folder)
    keep_table(found, folder / "matrix.csv")
    draw(found, list(SIDES), folder / "matrix.svg")
    print(f"results: {folder / 'matrix.csv'}, {folder / 'matrix.svg'}", flush=True)


def measure(run) -> Mapping[str, float]:  # type: ignore[no-untyped-def]  # sim is imported late
    """Every quantity in every cell."""
    from experiments.content_fit.matrix import cells

    return cells(run)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=content_fit` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=content_fit")
    return Command("content_fit", TEXT, EXAMPLES, work, several=True).main(rest)


if __name__ == "__main__":
    sys.exit(main())
