"""Figure 1: what the niche-small cohort is left with as natural traffic dries up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.report.drawing import FAINT, Panel, figure, panel
from sim.report.evidence import Evidence
from sim.report.look import Look, legend
from sim.report.markup import Html, tag, text
from sim.report.paths import Path, paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRYNESS = "natural slots per active account, % of steady (drier to the right)"


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """The whole figure, or nothing where the comparison kept no days."""
    found = {policy: path for policy, path in paths(evidence).items() if len(path.dryness) > 1}
    if not found:
        return None
    panels = [_kept(found, looks, evidence), _level(found, looks, evidence)]
    wide = any(path.kept["assumed_low"].notna().any() for path in found.values())
    if wide:
        panels += [_alone(policy, found, looks, evidence) for policy in evidence.challengers if policy in found]
    return figure(
        "1",
        "Exposure of niche-small creators as natural traffic dries up",
        panels,
        _caption(evidence, wide),
        legend(dict(looks)),
    )


def _caption(evidence: Evidence, wide: bool) -> Html:
    bands = f"Thin bands: Monte Carlo 95 % over {evidence.replications} paired replications."
    if wide:
        bands += f" Wide bands, one policy a panel: 5-95 % over {evidence.draws} draws of the assumptions. They are never merged."
    else:
        bands += " The wide bands, over draws of the assumptions, need make run-full."
    return text(
        tag("strong", "What to see. "),
        "Left: the share of its natural exposure that the cohort keeps, against how dry it has become. On the dashed "
        "diagonal exposure falls in proportion to traffic; a line below it means that niche-small creators dry up "
        "first, above it that they are sheltered. Right: the same in natural impressions per member and day, so that "
        f"a policy that lifts the level shows even where its slope is the same. Every point is a mean over 30 days, "
        f"up to day {evidence.primary} after onset. ",
        bands,
    )


def _kept(found: Mapping[str, Path], looks: Mapping[str, Look], evidence: Evidence) -> Panel:
    words = "; ".join(
        f"{policy}: {100 * path.kept['value'].iloc[-1]:.0f} % kept at {100 * path.dryness.iloc[-1]:.0f} % of slots"
        for policy, path in found.items()
    )
    with panel("f1-kept", f"Share of natural exposure kept by niche-small accounts against dryness. {words}.") as made:
        axes = made.axes
        _diagonal(axes, found)
        for policy, path in found.items():
            _line(axes, path.dryness, path.kept, looks[policy], scale=100.0)
        axes.set_title("Share of exposure kept")
        axes.set_ylabel("natural exposure, % of steady")
        _finish(axes)
    return made


def _level(found: Mapping[str, Path], looks: Mapping[str, Look], evidence: Evidence) -> Panel:
    words = "; ".join(
        f"{policy}: {path.level['value'].iloc[0]:.3g} down to {path.level['value'].iloc[-1]:.3g}"
        for policy, path in found.items()
    )
    with panel("f1-level", f"Natural impressions per niche-small account and day against dryness. {words}.") as made:
        axes = made.axes
        for policy, path in found.items():
            start = path.level["value"].iloc[0] / path.dryness.iloc[0]
            axes.plot(100 * path.dryness, start * path.dryness, color=FAINT, lw=0.7, ls=(0, (4, 3)), zorder=1)
            _line(axes, path.dryness, path.level, looks[policy])
        axes.set_title("Level")
        axes.set_ylabel("natural impressions per member and day")
        axes.set_ylim(bottom=0)
        _finish(axes)
    return made


def _alone(policy: str, found: Mapping[str, Path], looks: Mapping[str, Look], evidence: Evidence) -> Panel:
    """One policy with both bands, the reference's line behind it."""
    path, reference = found[policy], found[evidence.reference]
    last = path.kept.iloc[-1]
    label = (
        f"{policy}: {100 * last['value']:.0f} % kept, Monte Carlo {100 * last['low']:.0f} to {100 * last['high']:.0f}, "
        f"assumptions {100 * last['assumed_low']:.0f} to {100 * last['assumed_high']:.0f}."
    )
    with panel(f"f1-alone-{evidence.policies.index(policy)}", label, height=230) as made:
        axes = made.axes
        _diagonal(axes, found)
        look = looks[policy]
        axes.fill_between(
            100 * path.dryness, 100 * path.kept["assumed_low"], 100 * path.kept["assumed_high"],
            color=look.colour, alpha=0.16, lw=0,
        )  # fmt: skip
        _line(axes, reference.dryness, reference.kept, looks[evidence.reference], scale=100.0, band=0.0)
        _line(axes, path.dryness, path.kept, look, scale=100.0, band=0.42)
        axes.set_title(policy)
        axes.set_ylabel("kept, % of steady")
        _finish(axes)
    return made


def _line(
    axes: "Axes", dryness: "pd.Series[float]", way: pd.DataFrame, look: Look, scale: float = 1.0, band: float = 0.2
) -> None:
    """A policy's line, with its Monte Carlo band as dark as `band`."""
    x = 100 * dryness.to_numpy()
    axes.fill_between(x, scale * way["low"], scale * way["high"], color=look.colour, alpha=band, lw=0)
    dashes = (0, look.dashes) if look.dashes else "-"
    axes.plot(
        x, scale * way["value"], color=look.colour, ls=dashes, marker=look.marker, markersize=5.5,
        markeredgecolor="white", markeredgewidth=0.6, markevery=max(1, len(x) // 5),
    )  # fmt: skip


def _diagonal(axes: "Axes", found: Mapping[str, Path]) -> None:
    """Proportional loss: as many percent of exposure as of slots."""
    low = min(path.dryness.min() for path in found.values())
    ends = np.array([100.0, 100.0 * float(low)])
    axes.plot(ends, ends, color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)
    at = ends[0] + 0.55 * (ends[1] - ends[0])
    axes.annotate("proportional", (at, at), xytext=(4, 5), textcoords="offset points", color=FAINT, fontsize=8.5)


def _finish(axes: "Axes") -> None:
    axes.set_xlabel(DRYNESS, fontsize=9)
    axes.invert_xaxis()
