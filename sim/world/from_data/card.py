"""The data card: what a population took from its data, and what it assumed."""

from sim.world.from_data.distance import Distance
from sim.world.from_data.portrait import Portrait
from sim.world.settings import PopulationSettings


def card(portrait: Portrait, settings: PopulationSettings, distances: list[Distance]) -> str:
    """The card as Markdown."""
    lines = [
        "# Data card",
        "",
        "## Files",
        "",
        "| file | layout | rows | left out | SHA-256 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.layout} {one.table} | {one.rows:,} | {one.left_out:,} | {one.digest} |"
        for one in portrait.files
    ]
    if portrait.unused:
        lines += ["", f"Not understood, not used: {', '.join(portrait.unused)}."]
    if any(one.layout == "KuaiRand" for one in portrait.files):
        lines += ["", "Cite KuaiRand (Gao et al., CIKM 2022, doi 10.1145/3511808.3557624); CC BY-SA 4.0."]
    lines += ["", "## Inferred", "", *_listed(_inferred(portrait, settings))]
    lines += ["", "## Assumed", "", *_listed(_assumed(portrait, settings))]
    lines += ["", "## Distance from the source", "", "| what | distance | measured as | summary | here | data |"]
    lines += ["|---|---|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.far:.4f} | {one.how} | {one.summary} | {one.here:.3f} | {one.data:.3f} |"
        for one in distances
    ]
    return "\n".join([*lines, ""])


def _listed(lines: list[str]) -> list[str]:
    return [f"- {line}" for line in lines] or ["- nothing"]


def _inferred(portrait: Portrait, settings: PopulationSettings) -> list[str]:
    said = [f"{len(portrait.topics)} topics, and the share of items on each, from {len(portrait.made):,} accounts"]
    if portrait.plays is not None:
        said.append(f"demand by topic from {int(portrait.plays.sum()):,} plays; taste and activity of "
                    f"{portrait.users:,} users")  # fmt: skip
    if portrait.followers.size:
        said.append(f"followers, and so tiers, from {portrait.followers.size:,} accounts")
    if portrait.follows is not None:
        said.append(f"the spread of follows over users, from {portrait.follows.size:,} users")
    if portrait.hourly is not None:
        said.append("visits by hour of the day")
    if portrait.weekend is not None:
        said.append(f"visits on weekends, {settings.weekend_factor:.3f} of other days")
    if portrait.duration is not None:
        said.append(f"lengths of items: median {portrait.duration[0]:.1f} s, log standard deviation "
                    f"{portrait.duration[1]:.2f}")  # fmt: skip
    said.append("how much an account publishes relative to others of its tier: its items in the data")
    return said


def _assumed(portrait: Portrait, settings: PopulationSettings) -> list[str]:
    p = settings.from_data
    said = [
        "the level of everything (`population.visits_per_day`, uploads, `first_follows`); the data gives the spread",
        f"an account's topic mix is its items and {p.topic_prior:g} items of overall supply (most show few items)",
        "quality and authenticity of accounts, the tree above topics, whom users follow: no data says them",
    ]
    if portrait.plays is None:
        said.append("demand by topic is supply by topic, tastes are drawn around it: no log of plays")
    else:
        said.append(f"a play counts {p.taste_weight:g} draws of taste: what is played was recommended first")
    if portrait.activity is None:
        said.append("activity of users: drawn, lognormal")
    if not portrait.followers.size:
        said.append("followers of accounts: drawn by tier")
    elif not portrait.linked:
        said.append("followers and topics of an account are independent: the data has them of different accounts")
    else:
        said.append("an account of the data is an account here; entrants start small")
    if portrait.followers.size > settings.creators:
        said.append(f"followers are those of {settings.creators:,} of {portrait.followers.size:,} accounts, evenly by "
                    "rank: few of the largest are among them, so that their Gini coefficient is lower")  # fmt: skip
    if portrait.follows is None:
        said.append("follows of users: drawn, lognormal unless `population.first_follow_spread` says otherwise")
    if portrait.hourly is None:
        said.append("visits by hour: `population.hourly_profile`")
    if portrait.friends is not None:
        said.append(f"friends: `population.friends` is {settings.friends}; the data's median is {portrait.friends:g}")
    return said + list(portrait.notes)
