"""Which assumptions decide the answer: `python -m experiments.sensitivity policy=NAME [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial

from experiments.command import REFUSED, Command, Job
from experiments.counts import cut, is_count

TEXT = """
How much a policy protects niche, small accounts depends on assumptions. Which of them matter? method=morris screens
many with few worlds; method=sobol says which part of the variance each explains alone (S) and with all it has to do
with (ST). Every point is lived under interest and the policy, steady and drying, in one and the same world, so that
luck is no part of the variance. Needs the extra `study` (SALib).

points=N is the number of trajectories (morris) or base points (sobol, a power of two); factors=[KEY,...] names the
assumptions, all those of the comparison if none are named; outcome=loss asks for the policy's loss instead of its
protection.
"""
EXAMPLES = (
    ("policy=creator_floor", "screen every assumption; some minutes on 2 cores"),
    (
        "policy=niche_boost method=sobol points=8 'factors=[policy.niche_boost.boost,platform.explore_share]'",
        "indices of two of them",
    ),
)
WORDS = {"method": "morris", "points": "4", "factors": "", "outcome": "protection"}
TABLE = "sensitivity.csv"


def work(own: Mapping[str, str], job: Job) -> None:
    """Design, live, analyse, print, keep."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.analysis.pairs import drawn
    from sim.analysis.sensitivity import Factor, cost, indices, places
    from sim.comparison import compare
    from sim.core.errors import ConfigError, SimError

    policy = next(iter(job.config.policy))
    factors = [Factor(*one) for one in chosen(own["factors"], job.config, policy)]
    cube = places(own["method"], factors, int(own["points"]), job.config.seed)  # type: ignore[arg-type]  # checked
    draws = [{one.name: one.at(share) for one, share in zip(factors, row, strict=True)} for row in cube.tolist()]
    print(f"{own['outcome']} of {policy}: {len(factors)} assumptions, {len(cube)} points", flush=True)
    arms = {name: [f"policy={name}"] for name in ("interest", policy)}
    asked = job.config.model_copy(update={"replications": 1})
    found = compare(asked, policies=arms, drawn=draws, progress=job.alone, keep=job.unfinished)
    if len(found.failures):
        raise SimError(f"{len(found.failures)} runs failed; the indices need all: {found.failures['error'].iloc[0]}")
    values = drawn(getattr(found.pairs, own["outcome"])(policy)).reindex(range(len(draws)))
    if not values.notna().all():
        raise ConfigError(f"{own['outcome']} is not defined in {int(values.isna().sum())} points, allowed is in all")
    assert len(cube) == cost(own["method"], len(factors), int(own["points"]))  # type: ignore[arg-type]
    table = indices(own["method"], factors, cube, values, job.config.seed)  # type: ignore[arg-type]
    print(f"mean {values.mean():+.4f}, standard deviation {values.std():.4f} over the points\n")
    print(table.round(4).to_string())
    path = short(job.folder) / TABLE
    keep_table(table, path, index=True)
    print(f"\nresults: {path}", flush=True)


def chosen(names: str, config, policy: str) -> list[tuple[str, float, float, bool]]:  # type: ignore[no-untyped-def]
    """Name and range of each assumption asked for; ranges above zero are even on the log scale."""
    from sim.analysis.assumptions import rows_of
    from sim.config.choices import listed, refusal
    from sim.core.errors import ConfigError

    rows = {row.key: row for row in rows_of(config, ("interest", policy))}
    rows = {key: row for key, row in rows.items() if isinstance(row.default, float)}
    wanted = [one for one in names.strip("[]").split(",") if one] or list(rows)
    for one in wanted:
        if one not in rows:
            raise ConfigError(refusal("factors", one, list(rows)))
    if len(set(wanted)) < max(len(wanted), 2):
        raise ConfigError(f"factors is {listed(wanted)}, allowed are at least two, each once")
    ranges = {key: rows[key].plausible for key in wanted}
    return [(key, *pair, pair[0] > 0) for key, pair in ranges.items() if pair]


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is this command's own out of the command line, leave the rest to the shell of all commands."""
    from sim.analysis.sensitivity import METHODS
    from sim.config.choices import refusal

    given = list(sys.argv[1:] if arguments is None else arguments)
    own = WORDS | dict(one.split("=", 1) for one in given if one.partition("=")[0] in WORDS and "=" in one)
    rest = [one for one in given if one.partition("=")[0] not in WORDS]
    for word, known in (("method", METHODS), ("outcome", ("protection", "loss"))):
        if own[word] not in known:
            print(f"error: {refusal(word, own[word], known)}", file=sys.stderr)
            return REFUSED
    if not is_count(own["points"]):
        print(f"error: points is {cut(own['points'])}, allowed is a whole number", file=sys.stderr)
        return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=learners")
    return Command("sensitivity", TEXT, EXAMPLES, partial(work, own)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
