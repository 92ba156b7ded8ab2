"""Returns by quarter, head accounts and KOCs, one panel a side."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, sides: Sequence[str], path: Path) -> None:
    """Thin lines are worlds, thick ones their mean."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.5, 3.4), layout="constrained")
    panels = figure.subplots(1, len(sides), sharey=True, squeeze=False)[0]
    for axes, side in zip(panels, sides, strict=True):
        rows = found[found["side"] == side]
        for tier, color in (("head", "tab:orange"), ("koc", "tab:blue")):
            series = rows.filter(like=f"{tier}_").to_numpy(np.float64)
            quarters = 1 + np.arange(series.shape[1])
            axes.plot(quarters, series.T, color=color, lw=0.6, alpha=0.5)
            axes.plot(quarters, np.nanmean(series, axis=0), color=color, lw=2.5, label=tier)
        axes.axhline(1.0, color="grey", lw=0.8, ls="--")
        axes.set_title(side)
        axes.set_xlabel("quarter")
        axes.set_xticks(quarters)
    panels[0].set_ylabel("28-day return on contracts")
    panels[0].set_ylim(bottom=0.0)
    panels[0].legend(frameon=False)
    keep_figure(figure, path)
