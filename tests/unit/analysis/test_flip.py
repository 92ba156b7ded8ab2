import numpy as np
import pandas as pd

from sim.analysis.flip import COLUMNS, flip

PLAUSIBLE = {f"p{n}": (0.0, 1.0) for n in range(4)}


def cases(count: int) -> pd.DataFrame:
    values = np.random.default_rng(5).random((count, 4))
    rows = [(draw, f"p{n}", values[draw, n]) for draw in range(count) for n in range(4)]
    return pd.DataFrame(rows, columns=["draw", "parameter", "value"])


def dependent(frame: pd.DataFrame) -> pd.DataFrame:
    """The floor fails wherever p1 is high."""
    p1 = cases(80).query("parameter == 'p1'").set_index("draw")["value"]
    fails = (frame["policy"] == "floor") & (frame["schedule"] == "drying") & (frame["draw"].map(p1) > 0.6)
    frame.loc[fails, "natural_niche_small"] *= 0.3
    return frame


def test_the_box_in_which_another_policy_wins(pairs) -> None:
    found = flip(pairs(6, draws=80, change=dependent), cases(80), PLAUSIBLE)
    assert list(found.box["parameter"]) == ["p1"]
    assert 0.5 < found.box["low"].iloc[0] < 0.7
    assert found.box["high"].iloc[0] == 1.0
    assert found.box["density"].iloc[0] > 0.9
    assert "`p1` is at least" in found.sentence
    assert found.sentence.startswith("At the base `floor` wins; in ")


def test_nothing_flips(pairs) -> None:
    found = flip(pairs(6, draws=40), cases(40), PLAUSIBLE)
    assert found.box.empty
    assert list(found.box.columns) == list(COLUMNS)
    assert "Nothing drawn flips" in found.sentence


def test_too_few_draws_say_so(pairs) -> None:
    assert "make run-full" in flip(pairs(6), cases(0), PLAUSIBLE).sentence


def test_flips_without_a_pattern_are_not_given_one(pairs) -> None:
    def random(frame: pd.DataFrame) -> pd.DataFrame:
        luck = pd.Series(np.random.default_rng(6).random(60))
        fails = (frame["policy"] == "floor") & (frame["schedule"] == "drying") & (frame["draw"].map(luck) > 0.6)
        frame.loc[fails, "natural_niche_small"] *= 0.3
        return frame

    found = flip(pairs(6, draws=60, change=random), cases(60), PLAUSIBLE)
    assert found.box.empty
    assert "no box of assumptions stands out" in found.sentence
