"""Figure 1: what the niche-small cohort is left with as natural traffic dries up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sim.report.drawing import FAINT, Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import counted, say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html, tag, text
from sim.report.numerals import plain, signed
from sim.report.paths import Path, paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
        body = text(body, tag("h4", say("drying.one")), panels(alone))
    return figure(
        "1", say("drying.title"), body, _caption(evidence, wide), legend(dict(looks), say("drying.proportional"))
    )


def _caption(evidence: Evidence, wide: bool) -> Html:
    bands = say("drying.wide", draws=evidence.draws) if wide else told("drying.narrow")
    words = told(
        "drying.caption", policy=evidence.reference, day=evidence.primary, n=counted(evidence.replications, "paired"),
        bands=bands,
    )  # fmt: skip
    return told("figure.see", words=words)


def _kept(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    words = [
        say(
            "drying.kept_each",
            policy=policy,
            kept=f"{100 * path.kept['value'].iloc[-1]:.0f}",
            slots=f"{100 * path.dryness.iloc[-1]:.0f}",
        )
        for policy, path in found.items()
    ]
    with panel("f1-kept", say("drying.kept_label", words=say("number.semicolon").join(words))) as made:
        _diagonal(made.axes, found)
        for policy, path in found.items():
            _line(made.axes, path.dryness, path.kept, looks[policy], scale=100.0, mark=key(policy, looks))
        made.axes.set_title(say("drying.kept"))
        made.axes.set_ylabel(roomy(say("drying.kept_y")))
        _finish(made.axes)
    return made


def _sheltered(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    """The same against the diagonal, where the policies can be told apart."""
    beyond = {policy: path.kept.div(path.dryness, axis=0) - 1.0 for policy, path in found.items()}
    words = [f"{policy}: {signed(100 * way['value'].iloc[-1], 1)} %" for policy, way in beyond.items()]
    with panel("f1-beyond", say("drying.beyond_label", words=say("number.semicolon").join(words))) as made:
        made.axes.axhline(0, color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)
        for policy, path in found.items():
            _line(made.axes, path.dryness, beyond[policy], looks[policy], scale=100.0, mark=key(policy, looks))
        made.axes.set_title(say("drying.beyond"))
        made.axes.set_ylabel(roomy(say("drying.beyond_y")))
        _finish(made.axes)
    return made


def _level(found: Mapping[str, Path], looks: Mapping[str, Look]) -> Panel:
    words = [
        say(
            "drying.level_each",
            policy=policy,
            first=plain(path.level["value"].iloc[0]),
            last=plain(path.level["value"].iloc[-1]),
        )
        for policy, path in found.items()
    ]
    with panel("f1-level", say("drying.level_label", words=say("number.semicolon").join(words))) as made:
        for policy, path in found.items():
            _line(made.axes, path.dryness[path.level.index], path.level, looks[policy], mark=key(policy, looks))
        made.axes.set_title(say("drying.level"))
        made.axes.set_ylabel(roomy(say("figure.per_member")))
        made.axes.set_ylim(bottom=0)
        _finish(made.axes)
    return made


def _alone(policy: str, found: Mapping[str, Path], looks: Mapping[str, Look], evidence: Evidence) -> Panel:
    """One policy with both bands, the reference's line behind it."""
    path, reference, look = found[policy], found[evidence.reference], looks[policy]
    last = {str(name): f"{100 * value:.0f}" for name, value in path.kept.iloc[-1].items()}
    label = say(
        "drying.alone_label", policy=policy, value=last["value"], low=last["low"], high=last["high"],
        least=last["assumed_low"], most=last["assumed_high"],
    )  # fmt: skip
    with panel(f"f1-alone-{evidence.policies.index(policy)}", label, height=230) as made:
        _diagonal(made.axes, found)
        low, high = 100 * path.kept["assumed_low"], 100 * path.kept["assumed_high"]
        made.axes.fill_between(100 * path.dryness, low, high, color=look.colour, alpha=0.16, lw=0)
        _line(made.axes, reference.dryness, reference.kept, looks[evidence.reference], scale=100.0, band=0.0)
        _line(made.axes, path.dryness, path.kept, look, scale=100.0, band=0.42)
        made.axes.set_title(policy)
        made.axes.set_ylabel(roomy(say("drying.alone_y")))
        _finish(made.axes)
    return made


def _line(
    axes: "Axes", dryness: "pd.Series[float]", way: pd.DataFrame, look: Look, scale: float = 1.0, band: float = 0.2,
    mark: str | None = None,
) -> None:  # fmt: skip
    """A policy's line, with its Monte Carlo band as dark as `band`."""
    x = 100 * dryness.to_numpy()
    if band:
        axes.fill_between(x, scale * way["low"], scale * way["high"], color=look.colour, alpha=band, lw=0, gid=mark)
    axes.plot(
        x, scale * way["value"], color=look.colour, ls=(0, look.dashes) if look.dashes else "-", marker=look.marker,
        markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, markevery=max(1, len(x) // 5), gid=mark,
    )  # fmt: skip


def _diagonal(axes: "Axes", found: Mapping[str, Path]) -> None:
    """Proportional loss: as many percent of exposure as of slots."""
    ends = [100.0, 100.0 * min(float(path.dryness.min()) for path in found.values())]
    axes.plot(ends, ends, color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)


def _finish(axes: "Axes") -> None:
    axes.set_xlabel(say("drying.x"), fontsize=9.5)
    axes.invert_xaxis()
