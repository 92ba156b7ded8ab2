"""Figure 4: in how many plausible worlds a policy beats the reference without hurting users."""

from collections.abc import Mapping

from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT
from sim.analysis.table import NOTE
from sim.report.drawing import FAINT, INK, Panel, figure, panel, panels
from sim.report.estimate import share_interval
from sim.report.evidence import Evidence
from sim.report.look import Look
from sim.report.markup import Html, tag, text
from sim.report.numerals import percent
from sim.report.words import prose

TITLE = "In how many plausible worlds each policy wins"


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html:
    """The shares, or what to run to have them."""
    if not evidence.draws:
        words = text("No assumptions were drawn in this comparison: ", prose(NOTE), ".")
        return figure("4", TITLE, tag("p", words, class_="empty"))
    caption = text(
        tag("strong", "What to see. "),
        f"{evidence.draws} draws of every assumption within its stated range, one replication each, at day "
        f"{evidence.primary}. Full bars: share of draws in which the policy protects the niche-small cohort better "
        f"than {evidence.reference} and keeps match quality at or above {percent(MATCH_KEPT, 0)} and active users "
        f"at or above {percent(USERS_KEPT)} of it. Pale bars: without these guardrails. Whiskers: sampling error of "
        "the share (Wilson 95 %). Half is a coin toss.",
    )
    return figure("4", TITLE, panels([_bars(evidence, looks)]), caption)


def _bars(evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    counts = {policy: evidence.wins(policy) for policy in evidence.challengers}
    words = "; ".join(
        f"{policy}: {percent(both / max(n, 1), 0)}, without guardrails {percent(any_ / max(n, 1), 0)}"
        for policy, (both, any_, n) in counts.items()
    )
    with panel("f4", f"Share of draws in which a policy wins. {words}.", height=60 + 38 * len(counts)) as made:
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
        axes.set_xlabel("share of draws, %")
    return made
