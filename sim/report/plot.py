"""Figure 1 of the headline by itself, for a notebook: exposure of niche and small accounts against dryness."""

from typing import TYPE_CHECKING, Any

from sim.report.drawing import FAINT, STYLE
from sim.report.evidence import Evidence
from sim.report.look import looks
from sim.report.paths import paths
from sim.report.source import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FEWEST_DAYS = 2  # points of a line


def plot(comparison: Comparison) -> "Figure":
    """One line a policy with its Monte Carlo band, wide pale bands over assumptions, the proportional diagonal.

    Both axes are relative to steady traffic on the same day. Before day 30 after onset there is no full window.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    evidence = Evidence(comparison)
    found = {policy: path for policy, path in paths(evidence).items() if len(path.dryness) >= FEWEST_DAYS}
    style: Any = {**STYLE, "figure.facecolor": "white", "axes.facecolor": "white"}
    with rc_context(style):
        figure = Figure(figsize=(7.0, 5.0), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title("Exposure of niche-small accounts as natural traffic dries up")
        axes.set_xlabel("natural slots per active account, % of steady traffic")
        axes.set_ylabel("natural exposure of the cohort, % of steady traffic")
        if not found:
            axes.text(0.5, 0.5, "less than 30 days after onset", ha="center", transform=axes.transAxes, color=FAINT)
            return figure
        driest = 100.0 * min(float(path.dryness.min()) for path in found.values())
        axes.plot([100.0, driest], [100.0, driest], color=FAINT, lw=1.0, ls="--", label="proportional")
        for policy, look in looks(evidence.policies).items():
            if policy not in found:
                continue
            x, kept = 100.0 * found[policy].dryness, 100.0 * found[policy].kept
            axes.fill_between(x, kept["assumed_low"], kept["assumed_high"], color=look.colour, alpha=0.08, lw=0)
            axes.fill_between(x, kept["low"], kept["high"], color=look.colour, alpha=0.22, lw=0)
            dashes = (0, look.dashes) if look.dashes else "-"
            every = max(1, len(x) // 5)
            axes.plot(x, kept["value"], color=look.colour, ls=dashes, marker=look.marker, markevery=every, label=policy)
        axes.invert_xaxis()
        axes.legend(frameon=False)
    return figure
