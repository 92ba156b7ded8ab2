"""Who gains and who loses under each policy: the 2 x 2 of niche and small, and tiers."""

import math
from collections.abc import Mapping, Sequence

from sim.analysis.estimand import QUADRANTS
from sim.analysis.pairs import BASE
from sim.analysis.tiers import TIERS
from sim.report.drawing import FAINT, Panel, figure, panel, panels, roomy
from sim.report.estimate import Estimate
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html
from sim.report.numerals import change
from sim.report.phrases import spoken

HEIGHT = 0.8  # of a group's bars together


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """A panel for the quadrants and one for the tiers, as far as the comparison kept them."""
    if not evidence.challengers:
        return None
    kept = [("quadrants", QUADRANTS), ("tiers", TIERS)]
    drawn = [
        _panel(name, [group for group in groups if _there(evidence, group)], evidence, looks)
        for name, groups in kept
        if any(_there(evidence, group) for group in groups)
    ]
    words = told("groups.caption", dry=evidence.dry, policy=evidence.reference, day=evidence.primary)
    lines = {policy: looks[policy] for policy in evidence.policies}
    return figure("groups", say("groups.title"), panels(drawn), told("figure.see", words=words), legend(lines))


def _there(evidence: Evidence, group: str) -> bool:
    """Whether a group has members, and its exposure was kept."""
    runs = evidence.comparison.runs
    here = runs[runs["draw"] == BASE]
    return f"natural_{group}" in runs and bool((here[f"members_{group}"] > 0).any())


def _panel(name: str, groups: Sequence[str], evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    found = {
        policy: [evidence.against(f"natural_{group}", policy) for group in groups] for policy in evidence.challengers
    }
    words = [
        f"{policy}, {spoken(group, 'group')} {change(one.value)}"
        for policy, row in found.items()
        for group, one in zip(groups, row, strict=True)
    ]
    title = say(f"groups.{name}")
    label = say("groups.label", title=title, words=say("number.semicolon").join(words))
    with panel(f"gains-{name}", label, height=70 + len(groups) * (14 + 13 * len(found))) as made:
        each = HEIGHT / len(found)
        for place, (policy, row) in enumerate(found.items()):
            for at, one in enumerate(row):
                _bar(made, at - HEIGHT / 2 + each * (place + 0.5), each, one, looks[policy], key(policy, looks))
        axes = made.axes
        axes.axvline(0, color=FAINT, lw=0.8)
        axes.set_yticks(range(len(groups)), [roomy(spoken(group, "group")) for group in groups], fontsize=9.5)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        axes.set_xlabel(say("groups.axis", policy=evidence.reference), fontsize=9.5)
    return made


def _bar(made: Panel, at: float, height: float, one: Estimate, look: Look, mark: str) -> None:
    if not math.isfinite(one.value):
        return
    made.axes.barh(at, 100 * one.value, height=0.85 * height, color=look.colour, gid=mark)
    made.axes.plot([100 * one.low, 100 * one.high], [at, at], color="#1a1a1a", lw=1.0, gid=mark)
