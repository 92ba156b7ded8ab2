"""The gallery of policies: `python -m experiments.gallery [key=value ...]`."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from functools import partial

from experiments.command import REFUSED, Command, Job
from experiments.counts import cut, is_count
from sim.core.limits import MOST_LIVES

TEXT = """
Every policy there is, on the standard comparison: what it gives niche, small accounts as natural traffic dries up,
what it takes, what it costs, how equal it is, how it can be gamed, and how near it comes to what an allocation with
hindsight could reach. Policies are found in configs/policy; policies=[interest,ladder] shows some.

Each policy is shown at its default and tuned. Tuning gives every policy the same number of evaluations
(evaluations=6, its default among them) in worlds of their own (tuning_worlds=2), and keeps the setting with the most
protection within the guardrails. The bound is a linear programme over bound_worlds=2 of the worlds. Gaming is
measured in gaming_worlds=3 in which a fifth of mainstream accounts mis-tag (mistag=0.2). A 0 leaves a part out.

The result is a table here, a page to read and share (gallery.html), and the numbers (gallery.csv).
"""
EXAMPLES = (
    ("", "the standard comparison for every policy, tuned and not; about an hour on 2 cores"),
    ("evaluations=0 'policies=[interest,niche_boost,creator_floor]'", "a few policies, as they are"),
    ("experiment=gallery_quick evaluations=2", "a tiny one: how it works, not what is true"),
)
NUMBERS = {"evaluations": 6, "tuning_worlds": 2, "bound_worlds": 2, "gaming_worlds": 3}
PAGE, TABLE = "gallery.html", "gallery.csv"
MISTAG = "population.mistag_share"


def work(asked: Mapping[str, int], job: Job) -> None:
    """Tune, judge, bound, game; print, and keep page and numbers."""
    from experiments.gallery import hindsight
    from experiments.gallery.entries import REFERENCE, entries
    from experiments.gallery.page import page
    from experiments.gallery.scores import arms, scores
    from experiments.gallery.table import text
    from experiments.gallery.tuning import tune
    from experiments.keeping import keep_table, keep_text
    from experiments.places import short
    from sim.comparison import compare
    from sim.comparison.arms import arms as lived
    from sim.core.errors import SimError

    config, show = job.config, job.alone
    named = any(one.lstrip("+").startswith("policies=") for one in job.overrides)
    shown = entries({REFERENCE, *config.policies} if named else ())
    tuned = {}
    if asked["evaluations"] > 0 and asked["tuning_worlds"] > 0:
        print(f"tuning: {asked['evaluations']} evaluations a policy, {asked['tuning_worlds']} worlds", flush=True)
        tuned = tune(shown, job, asked["evaluations"], asked["tuning_worlds"])
    judged = arms(shown, tuned)
    print(f"judging: {len(judged)} settings of {len(shown)} policies, {config.replications} worlds", flush=True)
    found = compare(config, policies=judged, progress=show, keep=job.unfinished)
    plan = lived(config, [REFERENCE], None)
    print(f"bounding: {asked['bound_worlds']} worlds", flush=True)
    bounds = [hindsight.bound(plan, world, found.pairs.drying) for world in range(asked["bound_worlds"])]
    gamed = None
    if asked["gaming_worlds"]:
        gaming = config if config.population.mistag_share else config.changed([f"{MISTAG}=0.2"])
        print(f"gaming: {gaming.population.mistag_share:g} of mainstream accounts mis-tag", flush=True)
        worlds = asked["gaming_worlds"]
        gamed = compare(gaming, judged, replications=worlds, draws=0, progress=show, keep=job.unfinished)
    table = scores(found, bounds, gamed)
    print(f"\n{text(shown, table, tuned, bounds)}\n")
    folder = short(job.folder)
    keep_table(table, folder / TABLE, index=True)
    keep_text(page(shown, table, tuned, bounds, found, command(job, asked)), folder / PAGE)
    print(f"page:    {folder / PAGE}\nresults: {folder / TABLE}", flush=True)
    failed = len(found.failures) + (0 if gamed is None else len(gamed.failures))
    if failed:
        raise SimError(f"{failed} runs failed; the table leaves them out")


def command(job: Job, asked: Mapping[str, int]) -> str:
    """What gives the same result again."""
    said = [one.lstrip("+") for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    own = [f"{name}={count}" for name, count in asked.items()]
    return " ".join(["python -m experiments.gallery", *(shlex.quote(one) for one in (*own, *said))])


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the numbers out of the command line, leave the rest to the shell of all commands."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked, rest = dict(NUMBERS), []
    for one in given:
        name, _, value = one.partition("=")
        if name not in NUMBERS:
            rest.append(one)
        elif is_count(value) and int(value) <= MOST_LIVES:
            asked[name] = int(value)
        else:
            said = cut(value) or "missing"
            print(f"error: {name} is {said}, allowed is a whole number from 0 to {MOST_LIVES}", file=sys.stderr)
            return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.insert(0, "experiment=gallery")
    return Command("gallery", TEXT, EXAMPLES, partial(work, asked)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
