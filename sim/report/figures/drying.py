"""Figure 1: what the niche-small cohort is left with as natural traffic dries up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sim.report.drawing import FAINT, Panel, figure, panel, panels
from sim.report.evidence import Evidence
from sim.report.look import Look, legend
from sim.report.markup import Html, tag, text
from sim.report.numerals import signed
from sim.report.paths import Path, paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Exposure of niche-small creators as natural traffic dries up"
DRYNESS = "natural slots, % of steady (drier to the right)"
PROPORTIONAL = "exposure falls as traffic does"


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """The whole figure, or nothing where the comparison kept no days."""
    found = {policy: path for policy, path in paths(evidence).items() if len(path.level) > 1}
    if not found:
        return None
    drawn = [_kept(found, looks), _sheltered(found, looks), _level(found, looks)]
    wide = any(path.kept["assumed_low"].notna().any() for path in found.values())
    body = panels(drawn)
    if wide:
        alone = [_alone(policy, found, looks, evidence) for policy in found if policy != evidence.reference]
        body = text(body, tag("h4", "One policy at a time, with the assumptions"), panels(alone))
    return figure("1", TITLE, body, _caption(evidence, wide), legend(dict(looks), PROPORTIONAL))


def _caption(evidence: Evidence, wide: bool) -> Html:
    if wide:
        bands = (
            f"Wide pale bands: 5–95 % over {evidence.draws} draws of the assumptions, known at the horizons and drawn "
            "straight between them. The two are never merged."
        )
    else:
        bands = "The wide bands, over draws of the assumptions, need make run-full."
    return text(
        tag("strong", "What to see. "),
        "First, the share of its natural exposure that the cohort keeps, against how dry it has become: on the "
        "thin dashed diagonal exposure falls in proportion to traffic. Second, the distance to that diagonal: "
        "below zero niche-small creators dry up first, above it they are sheltered; a policy protects where its "
        f"line lies above that of {evidence.reference}. Third, natural impressions per member and day, so that a "
        "policy that lifts the level shows even where its slope is the same. Every point is a mean over 30 days, "
        f"up to day {evidence.primary} after onset. Thin bands: Monte Carlo 95 % over {evidence.replications} "
        "paired replications. ",
        bands,
    )


def _kept(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    words = "; ".join(
        f"{policy}: {100 * path.kept['value'].iloc[-1]:.0f} % kept at {100 * path.dryness.iloc[-1]:.0f} % of slots"
        for policy, path in found.items()
    )
    with panel("f1-kept", f"Share of natural exposure kept by niche-small accounts against dryness. {words}.") as made:
        _diagonal(made.axes, found)
        for policy, path in found.items():
            _line(made.axes, path.dryness, path.kept, looks[policy], scale=100.0)
        made.axes.set_title("Share of exposure kept")
        made.axes.set_ylabel("natural exposure, % of steady")
        _finish(made.axes)
    return made


def _sheltered(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    """The same against the diagonal, where the policies can be told apart."""
    beyond = {policy: path.kept.div(path.dryness, axis=0) - 1.0 for policy, path in found.items()}
    words = "; ".join(f"{policy}: {signed(100 * way['value'].iloc[-1], 1)} %" for policy, way in beyond.items())
    with panel("f1-beyond", f"Exposure of niche-small accounts above or below proportional loss. {words}.") as made:
        made.axes.axhline(0, color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)
        for policy, path in found.items():
            _line(made.axes, path.dryness, beyond[policy], looks[policy], scale=100.0)
        made.axes.set_title("Sheltered, or dried up first")
        made.axes.set_ylabel("above or below proportional, %")
        _finish(made.axes)
    return made


def _level(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    words = "; ".join(
        f"{policy}: {path.level['value'].iloc[0]:.3g} down to {path.level['value'].iloc[-1]:.3g}"
        for policy, path in found.items()
    )
    with panel("f1-level", f"Natural impressions per niche-small account and day against dryness. {words}.") as made:
        for policy, path in found.items():
            _line(made.axes, path.dryness[path.level.index], path.level, looks[policy])
        made.axes.set_title("Level")
        made.axes.set_ylabel("impressions per member and day")
        made.axes.set_ylim(bottom=0)
        _finish(made.axes)
    return made


def _alone(policy: str, found: Mapping[str, Path], looks: Mapping[str, Look], evidence: Evidence) -> Panel:
    """One policy with both bands, the reference's line behind it."""
    path, reference, look = found[policy], found[evidence.reference], looks[policy]
    last = 100 * path.kept.iloc[-1]
    label = (
        f"{policy}: {last['value']:.0f} % kept, Monte Carlo {last['low']:.0f} to {last['high']:.0f}, "
        f"assumptions {last['assumed_low']:.0f} to {last['assumed_high']:.0f}."
    )
    with panel(f"f1-alone-{evidence.policies.index(policy)}", label, height=230) as made:
        _diagonal(made.axes, found)
        low, high = 100 * path.kept["assumed_low"], 100 * path.kept["assumed_high"]
        made.axes.fill_between(100 * path.dryness, low, high, color=look.colour, alpha=0.16, lw=0)
        _line(made.axes, reference.dryness, reference.kept, looks[evidence.reference], scale=100.0, band=0.0)
        _line(made.axes, path.dryness, path.kept, look, scale=100.0, band=0.42)
        made.axes.set_title(policy)
        made.axes.set_ylabel("kept, % of steady")
        _finish(made.axes)
    return made


def _line(
    axes: "Axes", dryness: "pd.Series[float]", way: pd.DataFrame, look: Look, scale: float = 1.0, band: float = 0.2
) -> None:
    """A policy's line, with its Monte Carlo band as dark as `band`."""
    x = 100 * dryness.to_numpy()
    if band:
        axes.fill_between(x, scale * way["low"], scale * way["high"], color=look.colour, alpha=band, lw=0)
    axes.plot(
        x, scale * way["value"], color=look.colour, ls=(0, look.dashes) if look.dashes else "-", marker=look.marker,
        markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, markevery=max(1, len(x) // 5),
    )  # fmt: skip


def _diagonal(axes: "Axes", found: Mapping[str, Path]) -> None:
    """Proportional loss: as many percent of exposure as of slots."""
    ends = [100.0, 100.0 * min(float(path.dryness.min()) for path in found.values())]
    axes.plot(ends, ends, color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)


def _finish(axes: "Axes") -> None:
    axes.set_xlabel(DRYNESS, fontsize=9.5)
    axes.invert_xaxis()
