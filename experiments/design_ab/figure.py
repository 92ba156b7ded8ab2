"""What each design says beside the truth: one panel an outcome."""

from pathlib import Path

import pandas as pd

from experiments.keeping import keep_figure


def draw(table: pd.DataFrame, path: Path) -> None:
    """A dot for each design's estimate, a bar for twice its noise, a line for the truth and one for nothing."""
    from matplotlib.figure import Figure

    outcomes = list(table["outcome"].drop_duplicates())
    figure = Figure(figsize=(2.6 * len(outcomes) + 1.2, 2.8), layout="constrained")
    for place, outcome in enumerate(outcomes, start=1):
        axes = figure.add_subplot(1, len(outcomes), place)
        part = table[table["outcome"] == outcome].iloc[::-1].reset_index(drop=True)
        axes.axvline(0.0, color="0.75", lw=1)
        axes.axvline(part["truth"].iloc[0], color="black", ls="--", lw=1.2)
        wrong = part["estimate"] * part["truth"] < 0
        for colour, rows in (("tab:blue", part[~wrong]), ("tab:red", part[wrong])):
            axes.errorbar(rows["estimate"], rows.index, xerr=2.0 * rows["noise"], fmt="o", color=colour, ms=5, lw=1)
        axes.set_yticks(range(len(part)), part["design"] if place == 1 else [""] * len(part))
        axes.set_title(outcome, fontsize=10)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:+.0%}")
        axes.tick_params(axis="x", labelsize=8)
    figure.supxlabel("effect, treated over control; dashed: truth; red: wrong sign; bars: twice the noise", fontsize=8)
    keep_figure(figure, path)
