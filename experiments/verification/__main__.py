"""Every analytic check, with figure, expectation and verdict: `python -m experiments.verification`."""

import sys

from experiments.command import Command, Job

TEXT = """
Theory says in advance what many parts of the simulator must do: how visits are spread, what a second price earns, which
shares of exposure a fair policy ends with. Each such check has a number (A1 to A36). The command computes its figures
with the simulator's own code and prints them beside what theory expects, the tolerance and what the tolerance rests on:
a rate of false alarms where luck is involved. What the simulator cannot show yet is listed as not built. The stylised
facts f1 to f12 take twenty worlds each: their controls and the verdicts that were published are listed here, with the
command that judges them anew.
"""
EXAMPLES = (("", "all checks, in about a minute"),)


def work(job: Job) -> None:
    """Compute every check, print the table, keep it; fail if a figure is off."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.verification.checks import CHECKS, NOT_BUILT
    from experiments.verification.facts import facts
    from experiments.verification.table import lines, table
    from sim.core.errors import SimError

    found = {}
    for number, check in CHECKS.items():
        found[number] = check.figures()
        print("\n".join(lines(number, check, found[number])), flush=True)
    for number, why in NOT_BUILT.items():
        print(f"{number}  not built: {why}")
    print("\n".join(facts()))
    frame = table(found, NOT_BUILT)
    path = short(job.folder) / "verification.csv"
    keep_table(frame, path)
    off = sorted({row.check for row in frame.itertuples() if row.verdict == "off"})
    passed = len(found) - len(off)
    print(f"\n{passed} of {len(found)} checks hold, {len(NOT_BUILT)} are not built; results: {path}", flush=True)
    if off:
        raise SimError(f"{', '.join(off)}: a figure is not where theory puts it")


COMMAND = Command("verification", TEXT, EXAMPLES, work)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
