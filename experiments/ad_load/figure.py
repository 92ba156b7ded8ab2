"""One figure: ad load, revenue and active users by month, a line a platform."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Three panels beside one another."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "ad_load"  # the same file from the same numbers
    figure = Figure(figsize=(10.0, 3.4), layout="constrained")
    panels = figure.subplots(1, 3)
    for (name, table), style in zip(tables.items(), ("k:", "C1-", "C0-"), strict=True):
        for panel, column in zip(panels, table.columns, strict=True):
            panel.plot(table.index, table[column], style, label=name)
            panel.set_title(column, fontsize=9)
            panel.set_xlabel("month after onset")
            panel.set_ylim(bottom=0.0)
    panels[0].legend(fontsize=8, frameon=False)
    keep_figure(figure, path, metadata={"Date": None})
