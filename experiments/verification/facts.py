"""The stylised facts by number: prediction, control, the verdict that was published, and the command that judges it."""

import re
from pathlib import Path

NUMBERS = tuple(f"f{number}" for number in range(1, 13))
PUBLISHED = Path(__file__).parents[1] / "predictions" / "README.md"
WAITING = "no verdict yet"
ELSEWHERE = {  # facts that another command asks: prediction, control, verdict, command
    "f6": (
        "random insertion makes valid plays much rarer (45 to 16 %)",
        "where taste does not matter most of the difference goes: a ratio of 1.3 in place of 2.4",
        "Hit: .41 ranked, .16 at random (the response was fitted to these rates)",
        "python -m experiments.validation",
    ),
}


def verdicts(text: str) -> dict[str, str]:
    """What the page of the predictions says was found, by fact: the words in bold, or that nothing was yet."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) < 4:
            continue
        said = re.match(r"\*\*(.+?)\*\*", cells[-1])
        for name in cells[0].split(", "):
            found[name] = said[1].rstrip(".") if said else WAITING
    return found


def facts() -> list[str]:
    """Three lines for each fact: the prediction, its control, the verdict; or that nobody asks it yet."""
    from experiments.predictions.facts import FACTS

    said = verdicts(PUBLISHED.read_text(encoding="utf-8")) if PUBLISHED.exists() else {}
    lines = []
    for name in NUMBERS:
        if name in FACTS:
            one = FACTS[name]
            known = (
                one.text,
                one.why_control,
                said.get(name, WAITING),
                f"python -m experiments.predictions fact={name}",
            )
        elif name in ELSEWHERE:
            known = ELSEWHERE[name]
        else:
            lines.append(f"{name}  not built: no prediction with a control asks it")
            continue
        text, control, verdict, command = known
        lines.append(f"{name}  {text}\n      control: {control}\n      verdict: {verdict}   [{command}]")
    return lines
