"""Natural, paid and total exposure of the cohort under every policy: how much, and how far it falls."""

from collections.abc import Mapping

from sim.analysis.estimand import COHORT
from sim.report.drawing import FAINT, Panel, figure, panel, panels
from sim.report.evidence import Evidence
from sim.report.look import Look
from sim.report.markup import Html, tag, text

LANES = {"natural": "Natural (organic)", "paid": "Paid", "total": "Total"}


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """A panel a lane: from steady to drying."""
    drawn = [_panel(lane, title, evidence, looks) for lane, title in LANES.items()]
    sold = evidence.comparison.config.market.name != "none"
    buyers = "Who bids, and how much, rests on assumptions" if sold else "Who gets the paid slots is an assumption"
    caption = text(
        tag("strong", "What to see. "),
        f"Impressions per member of the niche-small cohort and day, mean of {evidence.window()}. "
        f"Hollow: {evidence.steady} traffic; full: {evidence.dry}. A policy may shift the level "
        "(both ends) without changing the slope (the distance between them); protection is about the slope. "
        f"{buyers} of the model, so read paid and total with it.",
    )
    title = "Natural, paid and total exposure of niche-small creators"
    return figure("lanes", title, panels(drawn), caption)


def _panel(lane: str, title: str, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    column = f"{lane}_{COHORT}"
    ends = {
        policy: (evidence.mean(column, policy, evidence.steady), evidence.mean(column, policy, evidence.dry))
        for policy in evidence.policies
    }
    words = "; ".join(f"{policy}: {a:.3g} to {b:.3g}" for policy, (a, b) in ends.items())
    with panel(
        f"lanes-{lane}", f"{title} impressions per member and day. {words}.", height=70 + 30 * len(ends)
    ) as made:
        axes = made.axes
        for row, (policy, (before, after)) in enumerate(ends.items()):
            look = looks[policy]
            axes.plot([before, after], [row, row], color=look.colour, lw=2, zorder=1)
            axes.plot(before, row, look.marker, color="white", markeredgecolor=look.colour, markersize=7, zorder=2)
            axes.plot(after, row, look.marker, color=look.colour, markersize=7, zorder=3)
        axes.set_yticks(range(len(ends)), list(ends), fontsize=9.5)
        axes.invert_yaxis()
        axes.margins(y=0.15)
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        axes.axvline(0, color=FAINT, lw=0.8)
        axes.set_title(title)
        axes.set_xlabel("impressions per member and day", fontsize=9.5)
    return made
