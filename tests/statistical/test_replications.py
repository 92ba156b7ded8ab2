"""Published findings at a small size: those that are shown at full size are asked again here.

Signs are asked with two standard errors on their side, sizes within the tolerance that the study states. Seeds are
fixed, so a failure is a change of the code. What a study says that it does not show is not asked.
"""

from pathlib import Path

import pytest

from experiments.replications import __main__ as command
from experiments.replications.finding import Finding, near, negative, positive
from experiments.replications.studies import STUDIES

ROOT = Path(__file__).parents[2] / "experiments" / "replications"
NOT_SHOWN: dict[str, tuple[str, ...]] = {  # by the study at all, as its README says; or, musiclab, at a small size
    "musiclab": ("weak influence less independent", "unpredictability, weak less"),
    "backward_rewards": ("of it, the welfare of users of the smaller half of topics",),
    "interference": ("split by", "truth less", "error of"),
}


@pytest.mark.parametrize("name", [one for one in STUDIES if one != "interference"])
def test_what_a_study_shows_at_full_size_it_shows_at_a_small_one(name: str) -> None:
    skipped = NOT_SHOWN.get(name, ())
    asked = [one for one in STUDIES[name].run(True) if not any(part in one.what for part in skipped)]
    assert asked
    assert not [one for one in asked if not one.shown]


def test_the_truth_of_the_experiment_and_the_bias_of_a_split_by_account() -> None:
    found = {one.what: one for one in STUDIES["interference"].run(True)}
    assert found["truth: more new items succeed under the boost"].shown
    assert found["split by account less truth"].shown


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_says_its_source_set_up_command_and_finding(name: str) -> None:
    text = (ROOT / name / "README.md").read_text(encoding="utf-8")
    for part in ("**Source.**", "**Set-up.**", "**Expected.**", f"study={name}", "**Finding.**"):
        assert part in text, part
    assert STUDIES[name].source.split(",")[0].split()[0] in text


def test_a_sign_must_be_clear_of_luck_and_a_size_near() -> None:
    assert positive("x", [1.0, 1.1, 0.9], "").shown
    assert not positive("x", [1.0, -0.9, 0.1], "").shown
    assert negative("x", [-1.0, -1.1], "").shown
    assert near("x", [1.0, 1.2], 1.0, 0.15).shown
    assert not near("x", [1.0, 1.4], 1.0, 0.15).shown
    assert Finding("x", "sign", "", 0.0, 1.0, 0.5).shown


def test_the_command_names_what_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main(["study=nothing"]) == 2
    assert "musiclab" in capsys.readouterr().err
    assert command.main(["study=organic", "size=huge"]) == 2
    assert command.main(["study=random_baseline", "size=small", f"into={tmp_path / 'kept'}"]) == 0
    assert (tmp_path / "kept" / "replications.csv").exists()
    assert "findings are shown" in capsys.readouterr().out
