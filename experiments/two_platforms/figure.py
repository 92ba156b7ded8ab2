"""Users' welfare on every side, world by world."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, sides: Sequence[str], path: Path) -> None:
    """A row a side: points are worlds, each relative to the same world with one platform that stays."""
    from matplotlib.figure import Figure

    by_world = found.pivot_table(index="world", columns="side", values="welfare")
    figure = Figure(figsize=(6.5, 3.4), layout="constrained")
    axes = figure.add_subplot()
    for place, side in enumerate(sides):
        ratios = by_world[side] / by_world["one"]
        axes.scatter(ratios, [place] * len(ratios), color="grey", s=14)
        axes.scatter([ratios.mean()], [place], color="black", marker="|", s=250)
    axes.axvline(1.0, color="grey", lw=0.8, ls="--")
    axes.set_yticks(range(len(sides)), list(sides))
    axes.invert_yaxis()
    axes.set_xlabel("users' welfare / the same world with one platform")
    keep_figure(figure, path)
