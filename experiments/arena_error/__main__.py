"""Error of every analytic check against the length of a refresh: `python -m experiments.arena_error`."""

import sys

from experiments.command import Command, Job

TEXT = """
A policy alone in the arena, against shares of exposure known in closed form. A platform that looks at its counts
after every request lands on them; one that looks every 5, 20 or 100 requests steers late. The table shows, for each
check, the largest difference of any item's share, in percent of all exposure, after 10,000 requests.
"""
EXAMPLES = (("", "the whole table, in about half a minute"),)
REFRESHES = (1, 5, 20, 100)
REQUESTS = 10_000


def work(job: Job) -> None:
    """Serve every check at every refresh, print the table, keep it."""
    import pandas as pd

    from experiments.arena_error.checks import CHECKS
    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.arena import error_by_refresh

    rows = {}
    for name, check in CHECKS.items():
        found = error_by_refresh(
            check.policy, check.relevance, check.shares, REFRESHES, requests=REQUESTS, **check.options
        )
        rows[name] = (100.0 * found.set_index("refresh")["error"]).to_dict()
        print(f"{name} done", file=sys.stderr, flush=True)
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("check")
    print("Largest error of any item's share, % of all exposure, by requests between refreshes\n")
    print(table.to_string(float_format="{:.2f}".format))
    path = short(job.folder) / "arena_error.csv"
    keep_table(table, path, index=True)
    print(f"\nresults: {path}", flush=True)


COMMAND = Command("arena_error", TEXT, EXAMPLES, work)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
