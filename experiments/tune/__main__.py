"""Tune a policy within the guardrails: `python -m experiments.tune policy=NAME [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command import REFUSED, Command, Job
from experiments.counts import cut, is_count
from sim.core.limits import MOST_LIVES

if TYPE_CHECKING:
    from sim.analysis.front import Setting
    from sim.analysis.pairs import Pairs
    from sim.config.rows import Row
    from sim.config.schema import Config

TEXT = """
How strong should a policy be? Its parameters with a plausible range are searched (Optuna, ask and tell): more
protection of niche, small accounts against more seconds watched, within the guardrails of the headline (match quality
at least 99 %, active users at least 99.5 % of interest). Then the settings on the Pareto front, and the policy as its
file has it, are judged in worlds that the search has not seen. Needs the extra `study`.

trials=N is the number of settings tried, replications the number of worlds each is tried in, judged=N the number of
held-out worlds.
"""
EXAMPLES = (
    ("policy=niche_boost trials=24", "some minutes on 2 cores"),
    ("policy=mine trials=40 judged=20", "your own policy, judged in twenty worlds"),
)
WORDS = {"trials": "16", "judged": "4"}
AT_ONCE = 4
HELD_OUT = 1_000_000  # added to seed and replication: worlds that the search does not meet
TABLE = "tuned.csv"


def work(own: Mapping[str, str], job: Job) -> None:
    """Search, take the front, judge it, print, keep."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.analysis.front import Knob, front, search
    from sim.core.errors import ConfigError

    policy = next(iter(job.config.policy))
    rows = tunable(policy)
    if not rows:
        raise ConfigError(f"policy is {policy}, allowed is one with a parameter that has a plausible range")
    knobs = [Knob(row.key, *row.plausible, isinstance(row.default, int)) for row in rows if row.plausible]
    default = {row.key: row.default for row in rows}
    lived = partial(answers, policy, job.config, keep=job.unfinished, show=False)
    print(
        f"{policy}: {', '.join(default)}; {own['trials']} settings in {job.config.replications} worlds each", flush=True
    )
    tried = search(knobs, lived, int(own["trials"]), AT_ONCE, job.config.seed, default)
    best = front(tried)
    kept = sum(one.within for one in tried)
    print(f"{kept} of {len(tried)} settings keep to the guardrails, {len(best)} are on the front")
    settings = [default, *(one.setting for one in best if one.setting != default)]
    held_out = {"seed": job.config.seed + HELD_OUT, "replication": job.config.replication + HELD_OUT}
    fresh = job.config.model_copy(update=held_out | {"replications": int(own["judged"])})
    table = pd.DataFrame(
        [
            {**setting, "protection": gain, "watched": keep, "match_room": room[0], "users_room": room[1]}
            for setting, (gain, keep, room) in zip(
                settings, answers(policy, fresh, settings, keep=job.unfinished, show=job.alone), strict=True
            )
        ],
        index=pd.Index(["as its file has it", *[f"front {n}" for n in range(1, len(settings))]], name="setting"),
    )
    table["within"] = (table["match_room"] >= 0) & (table["users_room"] >= 0)
    print(f"\nIn {own['judged']} held-out worlds (watched: seconds, as a share of interest's, less 1)")
    print(table.round(4).to_string())
    folder = short(job.folder)
    keep_table(table, folder / TABLE, index=True)
    tries = [{**one.setting, "protection": one.gain, "watched": one.keep, "within": one.within} for one in tried]
    keep_table(pd.DataFrame(tries), folder / "tried.csv")
    print(f"\nresults: {folder / TABLE}, tried.csv", flush=True)


def tunable(policy: str) -> "list[Row]":
    """The parameters of a policy that have a plausible range."""
    from sim.config.rows import schema_rows

    return [row for row in schema_rows() if row.choice == f"policy={policy}" and row.plausible]


def answers(
    policy: str, config: "Config", settings: "Sequence[Setting]", keep: Path, show: bool
) -> list[tuple[float, float, tuple[float, ...]]]:
    """Protection, seconds watched and room to the guardrails of each setting, means over the worlds."""
    from sim.comparison import compare

    arms = {"interest": ["policy=interest"]} | {
        f"#{place}": [f"policy={policy}", *(f"{key}={value:.6g}" for key, value in setting.items())]
        for place, setting in enumerate(settings)
    }
    pairs = compare(config, policies=arms, draws=0, progress=show, keep=keep).pairs
    return [_answer(pairs, f"#{place}") for place in range(len(settings))]


def _answer(pairs: "Pairs", label: str) -> tuple[float, float, tuple[float, ...]]:
    from sim.analysis.pairs import USERS_KEPT, base

    def mean(values: object) -> float:
        return float(base(values).mean())  # type: ignore[arg-type]  # a series by pair

    room = mean(pairs.match_room(label)), mean(pairs.kept("active_users", label)) - USERS_KEPT
    return mean(pairs.protection(label)), mean(pairs.kept("watch_seconds_per_day", label)) - 1.0, room


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    own = WORDS | dict(one.split("=", 1) for one in given if one.partition("=")[0] in WORDS and "=" in one)
    rest = [one for one in given if one.partition("=")[0] not in WORDS]
    for word, value in own.items():
        if not is_count(value) or not 1 <= int(value) <= MOST_LIVES:
            print(f"error: {word} is {cut(value)}, allowed is a whole number from 1 to {MOST_LIVES}", file=sys.stderr)
            return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=learners")
    return Command("tune", TEXT, EXAMPLES, partial(work, own)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
