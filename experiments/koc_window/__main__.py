"""The KOC window and what closes it: `python -m experiments.koc_window [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence

from experiments.command import Command, Job

TEXT = """
How long are small creators (KOCs) worth a brand's money? The window counts from when the 28-day return on contracts
with KOCs holds above both 1 and the return of the e-commerce department, to when it holds below, two periods in a
row. A window that is still open at the end is censored, so lengths are read off a Kaplan-Meier curve.

The command lives the same worlds with everything on, and with fatigue, dearer contracts and the entry of brands'
money switched off and paid slots sold at a list price, one at a time and together; prints the algebra of the window
beside them; and asks how probable 9 to 15 months are when all assumptions about the market are drawn from their
ranges. About a year is a forecast of journalists, so nothing is fitted to it.
"""
EXAMPLES = (
    ("", "six worlds, six sides each, and 24 draws of the assumptions; about ten minutes"),
    ("replications=2 draws=0", "a first look"),
)


def work(job: Job) -> None:
    """Live all sides, print, draw, and keep the numbers."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.koc_window.drawn import under_assumptions
    from experiments.koc_window.figure import draw
    from experiments.koc_window.sides import ALGEBRA, SIDES, WITHIN, algebra_under_priors
    from experiments.places import short
    from experiments.sides import measured

    found = measured(job, SIDES, measure)
    print("agents: months that the window is open (Kaplan-Meier), and the mean return over each half of the run")
    for side in SIDES:
        print(f"  {side:22s}{said(found[found['side'] == side])}")
    print("\nalgebra: ln R0 - phi g t - kappa n0 (e^gt - 1) = 0, R0 = 3, doubling 6 months, phi .5, kappa n0 .1")
    for name, months in ALGEBRA.items():
        print(f"  {name:22s}{months:6.2f} months")
    lengths = algebra_under_priors()
    share = float(((lengths >= WITHIN[0]) & (lengths <= WITHIN[1])).mean())
    print(f"\nP(9 <= window <= 15 months) under the priors: algebra {share:.2f}", end="")
    drawn = under_assumptions(job, measure) if job.config.draws else pd.DataFrame()
    print(f"; agents {within(drawn)}" if len(drawn) else " (agents: draws=0)")
    folder = short(job.folder)
    keep_table(pd.concat([found, drawn]), folder / "windows.csv")
    draw(found, folder / "window.svg")
    print(f"results: {folder / 'windows.csv'}, {folder / 'window.svg'}", flush=True)


def measure(run) -> Mapping[str, float]:  # type: ignore[no-untyped-def]  # sim is imported late
    """The window of a run, and its returns at the end of every period."""
    from sim.analysis.window import PERIOD_DAYS, of_metrics

    found = of_metrics(run.metrics)
    roi = run.metrics[(run.metrics["metric"] == "roi") & (run.metrics["group"] == "bucket=koc")].set_index("day")[
        "value"
    ]
    periods = roi.reindex(range(PERIOD_DAYS - 1, run.days, PERIOD_DAYS))
    series = {f"roi_{number}": float(value) for number, value in enumerate(periods)}
    return {"months": found.length, "half": found.half, "censored": float(found.censored), **series}


def said(rows) -> str:  # type: ignore[no-untyped-def]  # pandas is imported late
    """One side in a line."""
    import numpy as np

    from sim.analysis.window import kaplan_meier

    opened = rows[rows["months"].notna()]
    curve = kaplan_meier(opened["months"].to_numpy(np.float64), opened["censored"].to_numpy() == 1.0)
    series = rows.filter(like="roi_").to_numpy(np.float64)
    half = series.shape[1] // 2
    median = curve.median()
    halves = rows["half"].dropna().to_numpy(np.float64)
    half_window = f"{np.median(halves):.1f}" if halves.size else "none"
    length = f"{median:5.1f}" if np.isfinite(median) else f">{opened['months'].max():4.1f}"
    return (
        f"median {length}, opened in {len(opened)} of {len(rows)}, still open in {int(opened['censored'].sum())}; "
        f"half window {half_window}; "
        f"return {np.nanmean(series[:, 1:half]):.2f}, then {np.nanmean(series[:, half:]):.2f}"
    )


def within(drawn) -> str:  # type: ignore[no-untyped-def]  # pandas is imported late
    """Probability of 9 to 15 months over draws, a window that never opens counting as shorter."""
    import numpy as np

    from experiments.koc_window.sides import WITHIN
    from sim.analysis.window import kaplan_meier

    months = drawn["months"].fillna(0.0).to_numpy(np.float64)
    curve = kaplan_meier(months, drawn["censored"].to_numpy() == 1.0)
    share = curve.between(WITHIN[0], np.nextafter(WITHIN[1], np.inf))
    spread = 1.96 * (share * (1.0 - share) / len(drawn)) ** 0.5
    return f"{share:.2f} (+-{spread:.2f}, {len(drawn)} draws, {int((months == 0.0).sum())} never open)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=koc_window` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=koc_window")
    return Command("koc_window", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
