"""What help says of a command's questions is kept apart from them, so that it comes at once; it is of the same ones."""

from experiments.calibrate.about import ABOUT
from experiments.calibrate.problems import PROBLEMS
from experiments.replications.studies import STUDIES
from experiments.replications.titles import TITLES


def test_help_names_the_questions_that_there_are() -> None:
    assert list(ABOUT) == list(PROBLEMS)
    assert all(problem.about == ABOUT[name] for name, problem in PROBLEMS.items())
    assert list(TITLES) == list(STUDIES)
    assert all(study.title == TITLES[name] for name, study in STUDIES.items())
