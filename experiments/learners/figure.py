"""One figure: what each policy protects under each learner, and how alike learners order the policies."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.keeping import keep_figure


def draw(protection: Mapping[str, pd.DataFrame], agreement: pd.DataFrame, path: Path) -> None:
    """Protection with 95 % over replications, a row a policy; Kendall's tau between learners beside it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from sim.analysis.contrast import paired_t

    mpl.rcParams["svg.hashsalt"] = "learners"  # the same file from the same numbers
    figure = Figure(figsize=(10.0, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1.0))
    policies = list(next(iter(protection.values())).index)
    colours = mpl.colormaps["viridis"](np.linspace(0.0, 0.9, len(protection)))
    for place, (learner, table) in enumerate(protection.items()):
        estimates = [paired_t(table.loc[policy]) for policy in policies]
        height = np.arange(len(policies)) + 0.7 * (place / max(len(protection) - 1, 1) - 0.5)
        middle = [one.value for one in estimates]
        left.hlines(height, [one.low for one in estimates], [one.high for one in estimates], color=colours[place])
        left.plot(middle, height, "osD^vPXh"[place % 8], color=colours[place], markersize=5, label=learner)
    left.axvline(0.0, color="#888888", linewidth=0.8)
    left.set_yticks(range(len(policies)), policies)
    left.invert_yaxis()
    left.set_xlabel("protection against interest (log points), 95 % over replications")
    left.legend(fontsize=8, frameon=False)
    right.imshow(agreement, vmin=-1, vmax=1, cmap="RdBu")
    for i, j in np.ndindex(*agreement.shape):
        right.text(j, i, f"{agreement.iloc[i, j]:.1f}", ha="center", va="center", fontsize=8)
    right.set_xticks(range(len(agreement)), agreement.columns, rotation=45, ha="right")
    right.set_yticks(range(len(agreement)), agreement.index)
    right.set_title("Kendall's tau of the policies' order\n(diagonal: between halves of the worlds)", fontsize=9)
    keep_figure(figure, path, metadata={"Date": None})
