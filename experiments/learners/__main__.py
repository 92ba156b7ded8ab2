"""The learners side by side: `python -m experiments.learners [key=value ...]`."""

import sys
from collections.abc import Sequence
from functools import partial

from experiments.command import REFUSED, Command, Job
from experiments.counts import cut, is_count

TEXT = """
How well does each learner know the users, what does it cost, and does the order of the policies depend on it?

For every learner: the area under the curve (AUC) and the calibration of its predictions against the truth, on pairs
of a user and an item that nobody chose, and as it ranks them; its cost; and the standard comparison in small, with
Kendall's rank correlation between the orders in which two learners put the policies.

learners=[als,hybrid] asks for some. cost_users=20000 is the size of the world in which the cost is measured; 0
leaves it out. The world is small (experiment=learners): replications=20 population.users=1500
population.creators=300 horizon_days=210 asks at full size.
"""
EXAMPLES = (
    ("", "all learners; some minutes on 2 cores"),
    ("cost_users=0 'learners=[oracle,bayes_topic]'", "two of them, without the cost"),
)
USERS = 20_000
QUALITY, PROTECTION, AGREEMENT, FIGURE = "learners.csv", "protection.csv", "agreement.csv", "learners.svg"


def work(learners: Sequence[str], users: int, job: Job) -> None:
    """Judge, measure, compare; print, and keep the numbers and the figure."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.learners.figure import draw
    from experiments.learners.order import agreement, by_replication
    from experiments.learners.quality import quality, text
    from experiments.places import short
    from experiments.robustness.ranks import protections
    from experiments.robustness.ranks import text as rank_text
    from sim.comparison import compare
    from sim.core.errors import SimError

    folder = short(job.folder)
    configs = {learner: job.config.changed([f"recommender={learner}"]) for learner in learners}
    rows = {learner: quality(config, learner, users) for learner, config in configs.items()}
    print(f"{text(rows)}\n", flush=True)
    keep_table(pd.DataFrame(rows).T.rename_axis("learner"), folder / QUALITY, index=True)
    found = {}
    for learner, config in configs.items():
        print(f"{learner}: {config.replications} worlds", flush=True)
        found[learner] = compare(config, progress=job.alone, keep=job.unfinished)
    table = protections(found).rename(columns={"setting": "learner"})
    print(f"\nProtection, day {found[learners[0]].pairs.primary} after onset, with rank and 95 % over replications")
    print(rank_text(table.rename(columns={"learner": "setting"}), ()))
    every = by_replication(found)
    alike = agreement(every)
    print("\nKendall's tau of the policies' order; the diagonal is between halves of a learner's own worlds")
    print(alike.round(2).to_string())
    keep_table(table, folder / PROTECTION)
    keep_table(alike.rename_axis("learner"), folder / AGREEMENT, index=True)
    draw(every, alike, folder / FIGURE)
    print(f"\nfigure:  {folder / FIGURE}\nresults: {folder / QUALITY}, {PROTECTION}, {AGREEMENT}", flush=True)
    failed = sum(len(one.failures) for one in found.values())
    if failed:
        raise SimError(f"{failed} runs failed; the tables leave them out")


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    from sim.config.choices import choices

    given = list(sys.argv[1:] if arguments is None else arguments)
    own = dict(one.split("=", 1) for one in given if one.startswith(("learners=", "cost_users=")))
    rest = [one for one in given if not one.startswith(("learners=", "cost_users="))]
    known = choices("recommender")
    asked = [name for name in own.get("learners", "").strip("[]").split(",") if name] or list(known)
    users = own.get("cost_users", str(USERS))
    if set(asked) - set(known) or len(set(asked)) < len(asked):
        print(f"error: learners is {','.join(asked)}, allowed are, each once, {', '.join(known)}", file=sys.stderr)
        return REFUSED
    if not is_count(users) or 0 < int(users) < 100:
        print(f"error: cost_users is {cut(users)}, allowed is 0, or a whole number from 100 up", file=sys.stderr)
        return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=learners")
    return Command("learners", TEXT, EXAMPLES, partial(work, asked, int(users))).main(rest)


if __name__ == "__main__":
    sys.exit(main())
