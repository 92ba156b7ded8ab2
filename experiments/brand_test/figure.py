"""How often a test is right, by the number of KOCs, one line a spread."""

from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, path: Path) -> None:
    """One line a spread between KOCs; a ring marks the best number tested."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 4.0), layout="constrained")
    axes = figure.add_subplot()
    for spread, part in found.groupby("spread"):
        (line,) = axes.plot(part["kocs"], part["right"], marker=".", label=f"spread {spread}")
        best = part.loc[part["right"].idxmax()]
        axes.plot(best["kocs"], best["right"], "o", ms=11, mfc="none", mec=line.get_color())
    axes.set_xlabel("KOCs in a test of 100,000 RMB, both products together")
    axes.set_ylabel("probability of the right product")
    axes.legend(frameon=False)
    keep_figure(figure, path)
