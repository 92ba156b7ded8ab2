"""The headline comparison: `python -m experiments.compare [key=value ...]`."""

import shlex
import sys

from experiments.command import Command, Job

TEXT = """
Policies compared as natural traffic dries up: who is still seen, and at whose expense. Every policy of
`policies` lives in the same worlds with the same luck, once under each of `schedules`; the first policy is the
reference that the others are compared with. `replications` worlds give the interval that says what is luck;
`draws` of everything that has no source give the one that says what is assumed.

Paid slots are sold: brands, merchants, head accounts and accounts that boost bid for them (market=none gives them
away by followers instead).

The warm-up of a world is lived once, under `interest` and the first schedule, and then branched. Parameters of a
policy follow its name in the group `policy`: 'policy=[interest,creator_floor]' policy.creator_floor.share=0.5.
Traffic that changes over time (traffic=step) takes the place of `drying`.

The result is a table here, a report to read and share (report.html), and a folder of tables that
sim.open_comparison(folder) reads. Runs are spread over the cores, one each.
"""
EXAMPLES = (
    ("", "the standard comparison: 6 policies, 2 schedules, 5 replications; about two minutes on 2 cores"),
    ("experiment=full", "the same to be believed: 20 replications to day 540, 128 draws; about an hour"),
    ("scenario=quick", "a tiny one: how it works, not what is true"),
    ("'policies=[interest,ladder]' traffic=step replications=3", "two policies, and traffic that dries up overnight"),
)
REPORT = "report.html"


def work(job: Job) -> None:
    """Compare, save, report, and say what was found."""
    from experiments.places import short
    from experiments.scoreboard import text
    from sim.comparison import compare
    from sim.comparison.disk import is_comparison
    from sim.core.errors import ConfigError, SimError

    folder = short(job.folder)
    if any(folder.iterdir()) and not is_comparison(folder):  # before the work, not after it
        raise ConfigError(f"hydra.run.dir is {folder}, allowed is a new or empty folder, or that of a comparison")
    comparison = compare(job.config, progress=job.alone)
    comparison.manifest["command"] = command(job)
    comparison.save(folder)
    comparison.report(folder / REPORT)
    print(f"\n{text(comparison)}\n\nreport:  {folder / REPORT}\nresults: {folder}", flush=True)
    if job.alone:
        print(f"in Python: sim.open_comparison({str(folder)!r})")
    failed = len(comparison.failures)
    if failed:
        raise SimError(f"{failed} of {failed + comparison.manifest['runs']} runs failed; the table leaves them out")


def command(job: Job) -> str:
    """What gives the same result again."""
    said = [one.lstrip("+") for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    return " ".join(["python -m experiments.compare", *(shlex.quote(one) for one in said)])


COMMAND = Command("compare", TEXT, EXAMPLES, work, standard="headline")

if __name__ == "__main__":
    sys.exit(COMMAND.main())
