"""Natural, paid and total exposure of the cohort under every policy: how much, and how far it falls."""

from collections.abc import Mapping

from sim.analysis.estimand import COHORT
from sim.report.drawing import FAINT, Panel, figure, panel, panels
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look
from sim.report.markup import Html
from sim.report.numerals import plain

LANES = ("natural", "paid", "total")


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """A panel a lane: from steady to drying."""
    drawn = [_panel(lane, evidence, looks) for lane in LANES]
    buyers = say("lanes.given" if evidence.comparison.config.market.name == "none" else "lanes.sold")
    words = told("lanes.caption", window=evidence.window(), steady=evidence.steady, dry=evidence.dry, buyers=buyers)
    return figure("lanes", say("lanes.title"), panels(drawn), told("figure.see", words=words))


def _panel(lane: str, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    column, title = f"{lane}_{COHORT}", say(f"lanes.{lane}")
    ends = {
        policy: (evidence.mean(column, policy, evidence.steady), evidence.mean(column, policy, evidence.dry))
        for policy in evidence.policies
    }
    words = say("number.semicolon").join(
        say("lanes.each", policy=policy, before=plain(a), after=plain(b)) for policy, (a, b) in ends.items()
    )
    label = say("lanes.label", title=title, words=words)
    with panel(f"lanes-{lane}", label, height=70 + 30 * len(ends)) as made:
        axes = made.axes
        for row, (policy, (before, after)) in enumerate(ends.items()):
            look = looks[policy]
            axes.plot([before, after], [row, row], color=look.colour, lw=2, zorder=1)
            axes.plot(before, row, look.marker, color="white", markeredgecolor=look.colour, markersize=7, zorder=2)
            axes.plot(after, row, look.marker, color=look.colour, markersize=7, zorder=3)
        axes.set_yticks(range(len(ends)), list(ends), fontsize=9.5)
        axes.invert_yaxis()
        axes.margins(y=0.15)
        axes.set_xlim(0, 1.04 * axes.get_xlim()[1])  # room for the whole of the last mark
        axes.grid(visible=False, axis="y")
        axes.axvline(0, color=FAINT, lw=0.8)
        axes.set_title(title)
        axes.set_xlabel(say("figure.per_member"), fontsize=9.5)
    return made
