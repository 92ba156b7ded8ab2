"""How good the product is that a test finds, by the smallest sum that the platform takes."""

from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, path: Path) -> None:
    """Two lines, at the best number of products each: all money at once, and in rounds."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 3.8), layout="constrained")
    axes = figure.add_subplot()
    for rounds, part in found.groupby("rounds"):
        best = part.loc[part.groupby("smallest")["value"].idxmax()]
        label = "all money at once" if rounds == 1 else f"in {rounds} rounds"
        axes.errorbar(best["smallest"], best["value"], yerr=2 * best["error"], marker="o", capsize=3, label=label)
    axes.set_xscale("log")
    axes.set_xlabel("smallest sum of a campaign, RMB")
    axes.set_ylabel("rate of the product found / mean rate")
    axes.legend(frameon=False)
    keep_figure(figure, path)
