"""What the names in the frames are called in prose, one place for each."""

from collections.abc import Callable, Mapping

from sim.report.numerals import change, spread

GROUPS = {
    "niche_small": "niche, small",
    "niche_large": "niche, large",
    "mainstream_small": "mainstream, small",
    "mainstream_large": "mainstream, large",
    "entrant": "came after onset",
    "left before onset": "left before onset",
}
CAUSES = {
    "attention": "attention",
    "ad_load": "ad load",
    "own_content": "merchants' own content",
    "synthetic_content": "content by machines",
    "lane_split": "lane split",
    "competitors": "competitors",
    "presence": "presence",
    "allocation": "allocation share",
}
GRADES = {
    "A": "A: a measured study or data set",
    "B": "B: a platform's or company's own figure",
    "C": "C: press, agency, folklore; shown, never fitted",
    "assumption": "assumption: no source, swept over its range",
    "design": "design: chosen by who sets up the run",
}
QUANTITIES = {
    "revenue_rmb_per_day": "platform revenue",
    "watch_seconds_per_day": "time watched",
    "match_quality": "match quality",
    "active_users": "active users",
}

FORMS: dict[str, Callable[[float], str]] = {"match_quality": spread}  # how a difference is written, if not in percent


def difference(column: str) -> Callable[[float], str]:
    """How the difference of a quantity to the reference's is written."""
    return FORMS.get(column, change)


def spoken(name: str, names: Mapping[str, str]) -> str:
    """A name in words: the listed ones, or the name without its underscores."""
    return names.get(name.replace("-", "_"), name.replace("_", " "))
