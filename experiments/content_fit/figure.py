"""What ported content has of what native content has, on each platform."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.content_fit.matrix import CELLS, relative
from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, sides: Sequence[str], path: Path) -> None:
    """A panel a quantity: points are worlds, lines are their means; where style matters, and where it does not."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 3.4), layout="constrained")
    for axes, quantity in zip(figure.subplots(1, 2, sharey=True), ("plays", "sales"), strict=True):
        for place, shown in enumerate(CELLS):
            for shift, side, colour in zip((-0.15, 0.15), sides, ("black", "grey"), strict=True):
                ratios = relative(found[found["side"] == side], quantity, shown)
                axes.scatter([place + shift] * len(ratios), ratios, color=colour, s=14, alpha=0.7)
                label = side if place == 0 else None
                axes.hlines(ratios.mean(), place + shift - 0.1, place + shift + 0.1, color=colour, lw=2, label=label)
        axes.axhline(1.0, color="grey", lw=0.8, ls="--")
        axes.set_xticks(range(len(CELLS)), [f"on {name}" for name in CELLS])
        axes.set_title(f"{quantity} per impression")
    figure.axes[0].set_ylabel("ported content / native content")
    figure.axes[0].legend(frameon=False)
    keep_figure(figure, path)
