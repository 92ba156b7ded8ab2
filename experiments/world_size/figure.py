"""Two rows of panels by size: the noise of one world with its law, and the level with its interval."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from experiments.keeping import keep_figure
from experiments.world_size.bias import Scaling
from experiments.world_size.estimands import ESTIMANDS, PRIMARY, label
from experiments.world_size.noise import FEWEST_WORLDS, reach


def draw(found: Mapping[str, Scaling], path: Path) -> None:
    """All estimands, the primary ones first; a level is a ring where it differs from the largest worlds."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "world_size"  # the same file from the same numbers
    figure = Figure(figsize=(2.6 * len(ESTIMANDS), 4.8), layout="constrained")
    panels = figure.subplots(2, len(ESTIMANDS), squeeze=False)
    for column, name in enumerate(ESTIMANDS):
        _noise(panels[0, column], found[name])
        _level(panels[1, column], found[name])
        kind = "" if name in PRIMARY else " (exploratory)"
        panels[0, column].set_title(f"{label(name)}{kind}", fontsize=9)
        panels[1, column].set_xlabel("users")
    panels[0, 0].set_ylabel("sd of one world")
    panels[1, 0].set_ylabel("level, 95 %")
    keep_figure(figure, path, metadata={"Date": None})


def _noise(panel, found: Scaling) -> None:  # type: ignore[no-untyped-def]  # matplotlib is imported late
    panel.set_xscale("log")
    panel.set_yscale("log")
    for size in found.sizes:
        if size.worlds >= FEWEST_WORLDS and size.sd > 0:
            sd = reach(size.sd, size.worlds)
            panel.errorbar(
                size.users, sd.value, [[sd.value - sd.low], [sd.high - sd.value]], fmt="o", c="C0", ms=4, lw=1
            )
    if found.law is None:
        return
    every = np.geomspace(found.sizes[0].users, found.sizes[-1].users, 40)
    band = np.array([found.law.sd(float(one)) for one in every])
    b = found.law.exponent
    label = f"b = {b.value:.2f} [{b.low:.2f}, {b.high:.2f}]"
    panel.plot(every, band[:, 0], color="C0", lw=1, label=label)
    panel.fill_between(every, band[:, 1], band[:, 2], color="C0", alpha=0.15, lw=0)
    panel.legend(fontsize=7, frameon=False, loc="lower left")


def _level(panel, found: Scaling) -> None:  # type: ignore[no-untyped-def]  # the same
    panel.set_xscale("log")
    for size in found.sizes:
        low, high = size.level.value - size.level.low, size.level.high - size.level.value
        reach = [[low], [high]] if np.isfinite(low) else None
        face = "white" if size.biased else "C1"
        panel.errorbar(size.users, size.level.value, yerr=reach, fmt="o", color="C1", mfc=face, ms=5, lw=1)
    if found.sizes:
        panel.axhline(found.sizes[-1].level.value, color="grey", lw=0.8, ls="--")
