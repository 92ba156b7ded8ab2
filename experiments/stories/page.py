"""One account's page."""

import pandas as pd

import sim


def page(run: sim.Run, name: str, who: str, account: int, reasons: dict[str, float], none: float) -> str:
    """The story of one account in Markdown: who, exposure, money, events, accounting, and why."""
    row = run.creators.set_index("creator").loc[account]
    story = run.explain(account)
    lanes = story.exposure[(story.exposure != 0).any(axis=1)].map("{:.2f}".format)
    money = {key.removeprefix("money_"): value for key, value in row.items() if str(key).startswith("money_") and value}
    parts = [
        f"# {name.replace('_', ' ').capitalize()}",
        (
            f"{who[:1].upper()}{who[1:]}. Account {account}, topic {row['topic']}, "
            f"{'niche' if row['niche'] else 'mainstream'}, {row['kind']}."
        ),
        "## Exposure (impressions a day, last 30 days before onset and of the run)",
        _table(lanes),
        "## Audience and money",
        (
            f"Followers {row['first_followers']:,.0f} -> {row['followers']:,.0f}. Income lately {row['income']:,.0f} "
            f"RMB a month against a reservation wage of {row['wage']:,.0f}. In all (RMB): "
            + (", ".join(f"{key.replace('_', ' ')} {value:,.0f}" for key, value in money.items()) or "nothing")
            + "."
        ),
        *on_air(row),
        "## Career",
        events(row),
        "## Accounting: the exact split of the change",
        f"```\n{story}\n```",
        "## Why: mechanisms switched off from the state at onset (Shapley values, natural impressions a day)",
        _table(pd.DataFrame({"adds": {name: f"{value:+.2f}" for name, value in reasons.items()}})),
        f"All off {none:.2f}, all on {none + sum(reasons.values()):.2f}. One life of one world, luck included.",
    ]
    return "\n\n".join(parts) + "\n"


def on_air(row: "pd.Series[float]") -> list[str]:
    """What came of its live rooms; nothing where it held none."""
    if not row.get("rooms"):
        return []
    sold = f", sales of {row['room_gmv']:,.0f} RMB" if "gmv" in row else ""
    found = f"{row['room_viewers']:,.0f} came in, {row['room_peak']:,.0f} at once at most"
    return ["## Live rooms", f"{row['rooms']:,.0f} rooms have closed: {found}{sold}."]


def events(row: "pd.Series[float]") -> str:
    """What happened in the career, a line each."""
    lines = [f"- day {max(int(row['first_joined_day']), 0)}: there ({int(row['uploads'])} items in all by the end)"]
    if row["agency"] >= 0:
        lines.append(f"- under contract with agency {int(row['agency'])} at the end")
    if pd.notna(row["first_left_day"]):
        lines.append(f"- day {int(row['first_left_day'])}: gave up ({row['left_for']})")
    if row["spells"] > 1:
        lines.append(f"- came back on day {int(row['joined_day'])} (spell {int(row['spells'])})")
    if pd.notna(row["left_day"]) and row["spells"] > 1:
        lines.append(f"- day {int(row['left_day'])}: gave up again ({row['left_for']})")
    pace = row["uploads_per_day"] / row["habit"]
    lines.append(f"- publishes at {pace:.2f} times the habit of {row['habit']:.2f} a day")
    if row["tier"] != row["first_tier"]:
        lines.append(f"- from {row['first_tier']} to {row['tier']} by followers")
    return "\n".join(lines)


def _table(table: pd.DataFrame) -> str:
    head = ["", *map(str, table.columns)]
    rows = [[str(index), *map(str, values)] for index, values in zip(table.index, table.to_numpy(), strict=True)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
