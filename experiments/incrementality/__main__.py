"""Reported and incremental returns of brands' money: `python -m experiments.incrementality [key=value ...]`."""

import sys
from collections.abc import Callable, Sequence

from experiments.command import Command, Job
from experiments.question import ask

TEXT = """
A brand's books credit a contract with all that its item sells. Some of it would have been sold anyway: the account
would have shown another of its items in that place, and buyers would have found the product elsewhere. The command
lets worlds with brands live two months, then go on in two branches with the same luck: brands as they were, and
campaigns off. Reported return: margin over money, from the books. Incremental return: by how much the margin on all
that brands sell, contracts or not, is higher with campaigns, over the same money: for all brands together, and for
one brand that alone goes silent in another branch while its rivals go on.

It also asks what paid impressions of an account's content do to its own natural ones: incrementality is 1 less the
natural impressions lost for each paid one, against a branch in which brands buy no paid traffic.

by=policy asks the last question of every policy of `policies`, and of everybody who pays: brands, head accounts,
merchants, accounts that boost. Under each policy the world goes on with all campaigns, and with each kind's off.
"""
EXAMPLES = (
    ("", "six worlds, four branches each; about three minutes"),
    ("by=policy 'policies=[interest,creator_floor]'", "what paid impressions add under two policies, by who pays"),
    ("by=policy market.auction.merge=full_domain", "the same where paid and natural compete for every slot"),
)


def work(job: Job) -> None:
    """Branch, compare, print, draw."""
    from experiments.incrementality.branches import NATURAL, table
    from experiments.incrementality.figure import draw
    from experiments.keeping import keep_table
    from experiments.places import short
    from sim.analysis.contrast import paired_t

    found = table(job)
    print(f"return on contracts, {len(found)} worlds")
    for who, first, second in (
        ("one brand", "reported by one", "incremental for one"),
        ("all brands together", "reported", "incremental"),
    ):
        both = found[[first, second]].dropna()
        said, real = (paired_t(both[name].to_numpy()) for name in (first, second))
        gap = paired_t((both[first] - both[second]).to_numpy())
        print(
            f"  {who:20s} reported {said.value:5.2f} [{said.low:.2f}, {said.high:.2f}], incremental {real.value:5.2f} "
            f"[{real.low:.2f}, {real.high:.2f}], difference {gap.value:5.2f} [{gap.low:.2f}, {gap.high:.2f}]"
        )
    own = paired_t(found[NATURAL].to_numpy())
    print(f"{NATURAL}: {own.value:+.3f} [{own.low:+.3f}, {own.high:+.3f}] of those without campaigns")
    if found["paid"].sum() > 0:
        real = paired_t(found["incrementality"].dropna().to_numpy())
        print(f"incrementality of paid impressions {real.value:.2f} [{real.low:.2f}, {real.high:.2f}]")
    else:
        print("no paid impression was bought by brands: nothing is displaced by them")
    folder = short(job.folder)
    keep_table(found, folder / "incrementality.csv")
    draw(found, folder / "incrementality.svg")
    print(f"results: {folder / 'incrementality.csv'}, {folder / 'incrementality.svg'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=incrementality` unless told otherwise; `by=` says what of."""

    def known() -> dict[str, Callable[[Job], None]]:
        from experiments.incrementality import by_policy

        return {"brand": work, "policy": by_policy.work}

    given = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("by=") for one in given):
        given.append("by=brand")

    def command(chosen: Callable[[Job], None] | None) -> Command:
        return Command("incrementality", TEXT, EXAMPLES, chosen or work)

    return ask("by", known, command, "incrementality", given)


if __name__ == "__main__":
    sys.exit(main())
