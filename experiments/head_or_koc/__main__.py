"""Whose contracts pay, head accounts' or KOCs'? `python -m experiments.head_or_koc [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence

from experiments.command import Command, Job

TEXT = """
Brands pay head accounts a commission of 45 % and give-aways of 10 %, KOCs a commission of 20 %; script fees follow the
views an account can promise. Which contracts return more, and does the answer change while natural traffic dries
up? The command lives the same worlds under steady and drying traffic and prints the 28-day return by quarter of the
year, with intervals over worlds, and how often KOCs are ahead. A third side asks the same with equal terms for both.
"""
EXAMPLES = (("", "six worlds, three sides each; about three minutes"),)
EQUAL = ("market.brands.head_commission=0.2", "market.brands.head_extra=0", "market.brands.head_premium=1")
SIDES: dict[str, tuple[str, ...]] = {
    "steady": ("traffic=steady",),
    "drying": ("traffic=drying",),
    "drying, equal terms": ("traffic=drying", *EQUAL),
}
QUARTERS = 4


def work(job: Job) -> None:
    """Live all sides, print, keep the numbers, draw."""
    from experiments.head_or_koc.figure import draw
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.sides import measured
    from sim.analysis.contrast import paired_t

    found = measured(job, SIDES, measure)
    for side in SIDES:
        rows = found[found["side"] == side]
        print(side)
        for tier in ("head", "koc"):
            means = (paired_t(rows[f"{tier}_{quarter}"].dropna().to_numpy()) for quarter in range(QUARTERS))
            print(f"  {tier:5s}" + "".join(f"{one.value:7.2f} [{one.low:5.2f},{one.high:5.2f}]" for one in means))
        ahead = [int((rows[f"koc_{quarter}"] > rows[f"head_{quarter}"]).sum()) for quarter in range(QUARTERS)]
        print(f"  KOCs ahead in {', '.join(map(str, ahead))} of {len(rows)} worlds, by quarter")
    folder = short(job.folder)
    keep_table(found, folder / "returns.csv")
    draw(found, list(SIDES), folder / "returns.svg")
    print(f"results: {folder / 'returns.csv'}, {folder / 'returns.svg'}", flush=True)


def measure(run) -> Mapping[str, float]:  # type: ignore[no-untyped-def]  # sim is imported late
    """Mean 28-day return of each tier's contracts, by quarter of the run."""
    roi = run.metrics[run.metrics["metric"] == "roi"]
    said = {}
    for tier in ("head", "koc"):
        rows = roi[roi["group"] == f"bucket={tier}"]
        for quarter in range(QUARTERS):
            inside = rows["day"] * QUARTERS // run.days == quarter
            said[f"{tier}_{quarter}"] = float(rows.loc[inside, "value"].mean())
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=head_or_koc` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=head_or_koc")
    return Command("head_or_koc", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
