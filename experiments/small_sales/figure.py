"""The share of small accounts in sales, side by side."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, sides: Sequence[str], path: Path) -> None:
    """A dot a world, a bar for the mean; the line is the platform's own figure."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.0, 3.6), layout="constrained")
    axes = figure.add_subplot()
    for place, side in enumerate(sides):
        shares = found.loc[found["side"] == side, "all"]
        axes.plot(shares, [place] * len(shares), "o", color="tab:blue", alpha=0.5, ms=5)
        axes.plot([shares.mean()], [place], "|", color="black", ms=22)
    axes.axvline(0.5, color="grey", lw=0.8, ls="--")
    axes.set_yticks(range(len(sides)), sides)
    axes.invert_yaxis()
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("share of sales from accounts below 300 k followers")
    keep_figure(figure, path)
