"""How to test a policy live: `python -m experiments.design_ab policy=NAME [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from experiments.command import REFUSED, Command, Job

if TYPE_CHECKING:
    from experiments.design_ab.cases import Case

TEXT = """
A platform wants to test a policy before everybody is under it. Some users, some accounts, the treated accounts
before treated users only, every other day, or some of each user's requests: which design says the right thing?

Each world is lived with everybody under policy=NAME, with nobody under it, and with every design running inside it, all
from the same past with the same luck. So the truth is known, and what a design says more or less is its bias. The
command prints bias, power, how long each design takes to a power of 80 %, and the cheapest one with the right sign, for
four outcomes: natural exposure of niche, small accounts, seconds watched, plays, and the share of uploads that succeed.

against=NAME is the policy of the control (interest), share=0.5 the share treated, period_days=1 the period of the
switchback; replications is the number of worlds. case=NAME asks a question with a known answer or a control instead:
cold_start, flip, no_sharing, no_competition, nothing.
"""
EXAMPLES = (
    ("policy=niche_boost", "which experiment would show what it does; about three minutes on 2 cores"),
    ("policy=mine replications=12", "your own policy, with more worlds"),
    ("case=flip", "accounts compared with accounts get the sign wrong"),
)
WORDS = ("against", "share", "period_days", "case")
TABLE, ROWS, FIGURE = "advice.csv", "estimates.csv", "designs.svg"


def work(own: Mapping[str, str], job: Job) -> None:
    """Judge, advise, print, draw."""
    from experiments.design_ab.cases import CASES
    from experiments.design_ab.figure import draw
    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.comparison.progress import Progress
    from sim.core.errors import ConfigError
    from sim.trials.advice import advise
    from sim.trials.judging import Question, judge

    share, period = _number("share", own, 0.5, 0.05, 0.95), int(_number("period_days", own, 1, 1, 60))
    case: Case | None = CASES[own["case"]] if "case" in own else None
    control = job.config.changed([f"policy={own.get('against', 'interest')}", *(case.world if case else ())])
    treatment = case.treatment() if case else job.config.build_policies()
    question = Question(control, treatment, share, period)
    if not question.lengths:
        raise ConfigError(f"horizon_days is {control.horizon_days}, allowed is at least 4 days after warmup_days")
    if case:
        print(f"{case.text}\nExpected: {case.expected}\n", flush=True)
    names = " + ".join(treatment)
    print(
        f"{names} against {' + '.join(control.policy)}: {control.replications} worlds, {question.days} days", flush=True
    )
    with Progress(control.replications, job.alone) as bar:
        judged = judge(question, control.replications, tell=lambda _: bar.step())
    advice = advise(judged, share)
    print(text(advice.table))
    for outcome, said in advice.sentences.items():
        print(f"\n{outcome}: {said}")
    for design, why in judged.refused.items():
        print(f"\nnot run, {design}: {why}")
    folder = short(job.folder)
    keep_table(advice.table, folder / TABLE)
    keep_table(judged.rows, folder / ROWS)
    draw(advice.table, folder / FIGURE)
    print(f"\nfigure:  {folder / FIGURE}\nresults: {folder / TABLE}, {ROWS}", flush=True)


def text(table) -> str:  # type: ignore[no-untyped-def]  # a DataFrame: pandas is imported late
    """The table for a terminal: shares in percent."""
    import numpy as np

    shown = table[["outcome", "design"]].copy()
    for column in ("truth", "estimate", "bias"):
        shown[column] = [f"{value:+.1%}" for value in table[column]]
    shown["bias, 95 %"] = [
        f"{low:+.1%} to {high:+.1%}" for low, high in zip(table["bias_low"], table["bias_high"], strict=True)
    ]
    shown["right sign"] = [f"{up} of {all_}" for up, all_ in zip(table["right_sign"], table["worlds"], strict=True)]
    shown["noise"] = [f"{value:.1%}" for value in table["noise"]]
    shown["power"] = [f"{value:.2f}" for value in table["power"]]
    shown["days to 80 %"] = [f"{value:.0f}" if np.isfinite(value) else "-" for value in table["days_needed"]]
    return str(shown.to_string(index=False))


def _number(name: str, own: Mapping[str, str], default: float, low: float, high: float) -> float:
    from sim.core.errors import ConfigError

    try:
        value = float(own.get(name, default))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise ConfigError(f"{name} is {own[name]}, allowed is {low:g} to {high:g}")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    from experiments.design_ab.cases import CASES
    from sim.config.choices import choices, refusal

    given = list(sys.argv[1:] if arguments is None else arguments)
    own = dict(one.split("=", 1) for one in given if one.partition("=")[0] in WORDS and "=" in one)
    rest = [one for one in given if one.partition("=")[0] not in WORDS]
    for word, known in (("case", tuple(CASES)), ("against", choices("policy"))):
        if word in own and own[word] not in known:
            print(f"error: {refusal(word, own[word], known)}", file=sys.stderr)
            return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=design_ab")
    return Command("design_ab", TEXT, EXAMPLES, partial(work, own)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
