"""Returns over time, side by side, with the bar that closes the window."""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, path: Path) -> None:
    """Mean return on contracts with KOCs by period, one line a side, a band of one standard error."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.0, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for side, rows in found.groupby("side", sort=False):
        series = rows.filter(like="roi_").to_numpy(np.float64)
        counted = np.isfinite(series).sum(axis=0)
        months = (1 + np.arange(series.shape[1])) * 28 * 12 / 365.25
        mean = np.nanmean(series, axis=0)
        error = np.nanstd(series, axis=0) / np.sqrt(np.maximum(counted, 1))
        (line,) = axes.plot(months, mean, label=str(side))
        axes.fill_between(months, mean - error, mean + error, color=line.get_color(), alpha=0.15, lw=0)
    axes.axhline(1.0, color="grey", lw=0.8, ls="--")
    axes.set_xlabel("months")
    axes.set_ylabel("28-day return on contracts with KOCs")
    axes.set_ylim(bottom=0.0)
    axes.legend(frameon=False, fontsize=8)
    keep_figure(figure, path)
