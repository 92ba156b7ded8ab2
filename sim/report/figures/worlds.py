"""Figure 4: in how many plausible worlds a policy beats the reference without hurting users."""

from collections.abc import Mapping

from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT
from sim.report.drawing import FAINT, INK, Panel, figure, panel, panels
from sim.report.estimate import share_interval
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look
from sim.report.markup import Html, tag
from sim.report.numerals import percent


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """The shares, or what to run to have them."""
    if not evidence.draws:
        words = told("worlds.none", note=told("headline.note"))
        return figure("4", say("worlds.title"), tag("p", words, class_="empty"))
    words = told(
        "worlds.caption", draws=evidence.draws, day=evidence.primary, policy=evidence.reference,
        match=percent(MATCH_KEPT, 0), users=percent(USERS_KEPT),
    )  # fmt: skip
    return figure("4", say("worlds.title"), panels([_bars(evidence, looks)]), told("figure.see", words=words))


def _bars(evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    counts = {policy: evidence.wins(policy) for policy in evidence.challengers}
    words = say("number.semicolon").join(
        say("worlds.each", policy=policy, both=percent(both / max(n, 1), 0), any=percent(any_ / max(n, 1), 0))
        for policy, (both, any_, n) in counts.items()
    )
    with panel("f4", say("worlds.label", words=words), height=60 + 38 * len(counts)) as made:
        axes = made.axes
        for row, (policy, (both, beats, n)) in enumerate(counts.items()):
            colour = looks[policy].colour
            axes.barh(row, 100 * beats / max(n, 1), height=0.62, color=colour, alpha=0.25)
            axes.barh(row, 100 * both / max(n, 1), height=0.62, color=colour)
            low, high = share_interval(both, n)
            axes.plot([100 * low, 100 * high], [row, row], color=INK, lw=1.2, marker="|", markersize=6)
        axes.axvline(50, color=FAINT, lw=0.9, ls=(0, (4, 3)))
        axes.set_yticks(range(len(counts)), list(counts), fontsize=9.5)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(say("worlds.x"))
    return made
