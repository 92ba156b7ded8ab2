"""One row a learner: how right it is, how sure of itself, and what it costs."""

from collections.abc import Mapping

from experiments.benchmark.table import columns
from experiments.learners.cost import cost
from experiments.learners.truth import judge
from sim.config.schema import Config
from sim.simulation import simulate

DAYS, WARM = 60, 30  # days lived before a learner is judged; days whose ranking is looked at are those after WARM
MISSING = "-"


def quality(config: Config, learner: str, users: int) -> dict[str, float]:
    """Against the truth at the end, as ranked over the days after warm-up, and the cost with so many users."""
    asked = [f"horizon_days={DAYS}", f"warmup_days={WARM}", "record.metrics=[auc,calibration,exposure_share,play_rate]"]
    run = simulate(config.changed([*asked, "record.ledger=false"]))
    judged = judge(run)
    late = run.metrics[run.metrics["day"] >= WARM]
    mean = late.groupby(["metric", "group"])["value"].mean()
    row = {
        "auc": judged.auc,
        "auc_niche": judged.niche,
        "auc_ranked": float(mean["auc", "all"]),
        "calibration": judged.calibration,
        "calibration_ranked": float(mean["calibration", "all"]),
        "plays": float(mean["play_rate", "lane=natural"]),
        "niche_share": float(mean["exposure_share", "niche=yes"]),
    }
    if users:
        spent = cost(learner, users)
        row |= {"ms_a_day": spent.day, "serving": spent.serving, "learning": spent.learning}
    return row


HEAD = {
    "auc": ("AUC", ".3f"),
    "auc_niche": ("AUC niche", ".3f"),
    "auc_ranked": ("AUC ranked", ".3f"),
    "calibration": ("calibration", ".2f"),
    "calibration_ranked": ("ranked", ".2f"),
    "plays": ("plays", ".1%"),
    "niche_share": ("niche share", ".1%"),
    "ms_a_day": ("CPU ms a day", ",.0f"),
    "serving": ("serving", ".0%"),
    "learning": ("learning", ".0%"),
}


def text(rows: Mapping[str, Mapping[str, float]]) -> str:
    """The rows as a table in plain text."""
    shown = [name for name in HEAD if any(name in row for row in rows.values())]
    lines = [[learner, *(format(row[name], HEAD[name][1]) for name in shown)] for learner, row in rows.items()]
    return columns(["learner", *(HEAD[name][0] for name in shown)], lines)
