"""The stylised facts by number: which can be asked as a prediction with a control, and which cannot yet."""

NUMBERS = tuple(f"f{number}" for number in range(1, 13))


def facts() -> list[str]:
    """A line for each fact: what is predicted and the command that judges it, or that nobody asks it yet."""
    from experiments.predictions.facts import FACTS

    return [
        f"{name}  python -m experiments.predictions fact={name}: {FACTS[name].text}"
        if name in FACTS
        else f"{name}  not built: no prediction with a control asks it"
        for name in NUMBERS
    ]
