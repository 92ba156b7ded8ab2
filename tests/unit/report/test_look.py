from itertools import combinations

import numpy as np
import pytest

from sim.report.look import KNOWN, OTHERS, REFERENCE, SHAPES, legend, looks

# How a deuteranope and a protanope see linear RGB: Vienot, Brettel and Mollon 1999.
BLIND = {
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
}
STANDARD = ("interest", "random", "popularity", "ladder", "creator_floor", "niche_boost")


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_a_policy_has_the_same_look_whatever_it_is_compared_with() -> None:
    assert looks(["interest", "ladder", "random"])["ladder"] == looks(["random", "ladder"])["ladder"] == KNOWN["ladder"]
    assert looks(["random", "ladder"])["random"] == REFERENCE


def test_many_unknown_policies_differ_from_one_another() -> None:
    chosen = looks(["interest", "ladder", *(f"own_{number}" for number in range(len(OTHERS)))])
    assert len(set(chosen.values())) == len(chosen)


def test_more_policies_than_looks_still_have_one_each() -> None:
    chosen = looks([f"own_{number}" for number in range(24)])
    assert len(set(chosen.values())) == 24


@pytest.mark.parametrize("kind", BLIND)
def test_lines_differ_for_the_colour_blind(kind: str) -> None:
    """By colour as they see it, or by both dashes and marker."""
    for (one, a), (other, b) in combinations(looks(STANDARD).items(), 2):
        seen = [lab(np.array(BLIND[kind]) @ linear(look.colour)) for look in (a, b)]
        apart = float(np.linalg.norm(seen[0] - seen[1]))
        assert apart > 8 or (a.dashes != b.dashes and a.marker != b.marker), (one, other, apart)
        assert a.dashes != b.dashes
        assert a.marker != b.marker


def test_lines_stand_out_from_white_paper() -> None:
    for look in (REFERENCE, *KNOWN.values()):
        luminance = linear(look.colour) @ np.array([0.2126, 0.7152, 0.0722])
        assert 1.05 / (luminance + 0.05) >= 3.0, look


def test_every_marker_has_a_shape_for_the_legend() -> None:
    assert {look.marker for look in (REFERENCE, *KNOWN.values(), *OTHERS)} <= set(SHAPES)
    assert "&lt;b&gt;" in legend(looks(["<b>"]))
