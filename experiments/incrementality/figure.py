"""Reported against incremental return, world by world."""

from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(found: pd.DataFrame, path: Path) -> None:
    """A line a world from what the books say to what would not have come anyway: one brand alone, and all."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.0, 4.0), layout="constrained")
    axes = figure.add_subplot()
    for place, names in enumerate((["reported by one", "incremental for one"], ["reported", "incremental"])):
        ends = [2 * place, 2 * place + 1]
        for pair in found[names].to_numpy().tolist():
            axes.plot(ends, pair, color="grey", marker="o", alpha=0.7)
        axes.plot(ends, found[names].mean().to_numpy(), color="black", marker="o", lw=2.5)
    axes.axhline(1.0, color="grey", lw=0.8, ls="--")
    axes.axhline(0.0, color="grey", lw=0.8)
    labels = ["reported\none brand", "incremental\none brand", "reported\nall brands", "incremental\nall brands"]
    axes.set_xticks(range(4), labels)
    axes.set_xlim(-0.3, 3.3)
    axes.set_ylabel("return on brands' money")
    keep_figure(figure, path)
