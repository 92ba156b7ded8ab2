"""The headline comparison: `python -m experiments.compare [key=value ...]`."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.command import REFUSED, Command, Job

if TYPE_CHECKING:
    from sim.comparison import Comparison

TEXT = """
Policies compared as natural traffic dries up: who is still seen, and at whose expense. Every policy of
`policies` lives in the same worlds with the same luck, once under each of `schedules`; the first policy is the
reference that the others are compared with. `replications` worlds give the interval that says what is luck;
`draws` of everything that has no source give the one that says what is assumed.

Paid slots are sold: brands, merchants, head accounts and accounts that boost bid for them (market=none gives them
away by followers instead).

Each run that is done is kept until all are: a comparison that was killed goes on when the same command is given again
with the same hydra.run.dir, to the same numbers.

The warm-up of a world is lived once, under `interest` and the first schedule, and then branched. Parameters of a
policy follow its name in the group `policy`: 'policy=[interest,creator_floor]' policy.creator_floor.share=0.5.
Traffic that changes over time (traffic=step) takes the place of `drying`.

The result is a table here, a report to read and share (report.html), and a folder of tables that
sim.open_comparison(folder) reads. The report links to stories.html: a few creators followed under the reference and the
policy pointed to. language=zh writes both in Chinese. Runs are spread over the cores, one each.
"""
EXAMPLES = (
    ("", "the standard comparison: 6 policies, 2 schedules, 5 replications; about two minutes on 2 cores"),
    ("experiment=full", "the same to be believed: 20 replications to day 540, 128 draws; about an hour"),
    ("scenario=quick", "a tiny one: how it works, not what is true"),
    ("'policies=[interest,ladder]' traffic=step replications=3", "two policies, and traffic that dries up overnight"),
)
REPORT, STORIES = "report.html", "stories.html"


def work(job: Job, language: str = "en") -> None:
    """Compare, save, report, and say what was found."""
    from experiments.own_folder import refuse_fixed
    from experiments.places import short
    from experiments.scoreboard import text
    from sim.comparison import compare
    from sim.comparison.disk import UNFINISHED, is_comparison
    from sim.core.errors import ConfigError, SimError

    folder = short(job.folder)
    others = [entry for entry in folder.iterdir() if entry.name != UNFINISHED]
    if others and not is_comparison(folder):  # before the work, not after it
        raise ConfigError(f"hydra.run.dir is {folder}, allowed is a new or empty folder, or that of a comparison")
    refuse_fixed(folder)
    comparison = compare(job.config, progress=job.alone, keep=job.unfinished)
    comparison.manifest["command"] = command(job, language)
    try:
        _save(job, comparison, folder, language)
    except (SimError, OSError) as error:
        print(f"\n{text(comparison)}\n", flush=True)
        kept = f"the runs are kept in {folder}" if is_comparison(folder) else "the table above is all that is kept"
        unfinished = folder / UNFINISHED
        kept = f"make room and run again: it goes on from {unfinished}" if unfinished.exists() else kept
        raise SimError(f"{error}\n  {kept}") from None
    print(f"\n{text(comparison)}\n\nreport:  {folder / REPORT}\nresults: {folder}", flush=True)
    if job.alone:
        print(f"in Python: sim.open_comparison({str(folder)!r})")
    failed = len(comparison.failures)
    if failed:
        raise SimError(f"{failed} of {failed + comparison.manifest['runs']} runs failed; the table leaves them out")


def _save(job: Job, comparison: "Comparison", folder: Path, language: str) -> None:
    """Write tables and report, all or nothing: until both are there, and of all runs, the runs are kept one by one."""
    from sim.comparison.disk import UNFINISHED, save

    def report(beside: Path) -> None:
        comparison.report(beside / REPORT, language, _stories(job, comparison, beside, language))

    try:
        save(comparison, folder, report, (UNFINISHED,) if len(comparison.failures) else ())
    except Exception:
        save(comparison, folder, staying=(UNFINISHED,))  # the tables at least: what ails the report may ail it again
        raise


def _stories(job: Job, comparison: "Comparison", folder: Path, language: str) -> dict[str, str]:
    """Write what became of a few accounts under the reference and the policy pointed to; the link to it."""
    from sim.comparison.arms import BASE, arms
    from sim.report import stories
    from sim.report.evidence import Evidence
    from sim.report.language import say, speaking
    from sim.report.verdict import verdict
    from sim.simulation import resume, simulate

    if len(comparison.failures):  # the same might fail here
        return {}
    evidence = Evidence(comparison)
    plan, dry = arms(job.config, None, None), evidence.dry
    both = (evidence.reference, verdict(evidence).policy or (*evidence.challengers, evidence.reference)[0])
    past = plan.warm(BASE, 0)
    warm = simulate(past, until_day=past.warmup_days) if past.warmup_days > 0 else None
    branches = {policy: plan.branch(BASE, 0, policy, dry) for policy in both}
    lives = {one: simulate(its) if warm is None else resume(warm, its) for one, its in branches.items()}
    if len(lives) < 2:
        return {}
    stories.write(lives, folder / STORIES, dry, language, REPORT)
    with speaking(language):
        return {say("page.stories"): STORIES}


def command(job: Job, language: str = "en") -> str:
    """What gives the same result again."""
    said = [one.lstrip("+") for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    said += [f"language={language}"] if language != "en" else []
    return " ".join(["python -m experiments.compare", *(shlex.quote(one) for one in said)])


COMMAND = Command("compare", TEXT, EXAMPLES, work, standard="headline")


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the language of the report out of the command line; the rest is the comparison's."""
    from sim.report.language import LANGUAGES

    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = [one.partition("=")[2] for one in given if one.startswith("language=")]
    language = asked[-1] if asked else "en"
    if language not in LANGUAGES:
        from sim.config.choices import refusal

        print(f"error: {refusal('language', language, list(LANGUAGES))}", file=sys.stderr)
        return REFUSED
    rest = [one for one in given if not one.startswith("language=")]
    return replace(COMMAND, work=partial(work, language=language)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
