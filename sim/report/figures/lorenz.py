"""How natural exposure is shared among accounts: Lorenz curves, before drying and after."""

from collections.abc import Mapping

import numpy as np

from sim.analysis.sharing import HELD, POOREST
from sim.report.drawing import FAINT, Panel, figure, panel, panels, roomy
from sim.report.evidence import Evidence
from sim.report.language import say, told
from sim.report.look import Look, key, legend
from sim.report.markup import Html
from sim.report.numerals import listed, percent

HALF = 50  # per cent of accounts


def draw(evidence: Evidence, looks: Mapping[str, Look]) -> Html | None:
    """A panel a schedule; nothing where the comparison did not keep the curves."""
    if not set(HELD) <= set(evidence.comparison.runs.columns):
        return None
    schedules = (evidence.steady, evidence.dry)
    words = told("groups.lorenz_caption", schedules=listed(schedules), day=evidence.primary)
    drawn = [_panel(schedule, evidence, looks) for schedule in schedules]
    return figure(
        "lorenz", say("groups.lorenz"), panels(drawn), told("figure.see", words=words), legend(dict(looks))
    )  # fmt: skip


def _panel(schedule: str, evidence: Evidence, looks: Mapping[str, Look]) -> Panel:
    held = {policy: np.array([evidence.mean(name, policy, schedule) for name in HELD]) for policy in evidence.policies}
    words = [
        say("groups.lorenz_held", policy=policy, share=percent(float(curve[POOREST.index(HALF)])))
        for policy, curve in held.items()
    ]
    label = say("groups.lorenz_label", schedule=schedule, words=say("number.semicolon").join(words))
    with panel(f"lorenz-{'dry' if schedule == evidence.dry else 'steady'}", label) as made:
        axes = made.axes
        axes.plot([0, 100], [0, 100], color=FAINT, lw=1.0, ls=(0, (4, 3)), zorder=1)
        for policy, curve in held.items():
            look = looks[policy]
            axes.plot(
                [0, *POOREST, 100], 100 * np.concatenate([[0.0], curve, [1.0]]), color=look.colour, lw=1.6,
                ls=(0, look.dashes) if look.dashes else "-", gid=key(policy, looks),
            )  # fmt: skip
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        axes.set_title(schedule)
        axes.set_xlabel(say("groups.lorenz_x"), fontsize=9.5)
        axes.set_ylabel(roomy(say("groups.lorenz_y")))
    return made
