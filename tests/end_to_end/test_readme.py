"""The README is kept true: its Python runs as written, its commands are run, its policy can be added as it says."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if line.startswith("python -m")
]


def test_the_python_runs_as_written() -> None:
    names: dict[str, object] = {"__name__": "readme"}
    blocks = [block for language, block in BLOCKS if language == "python"]
    assert len(blocks) >= 2
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_as_written(command: str, tmp_path: Path) -> None:
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


ADDED = """
import os, sys
from pathlib import Path

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one process, so that all of it knows the folder below
import sim.config.choices as choices
import sim.policies

here = Path(sys.argv[1])
choices.PACKAGE = here / "sim"
sim.policies.__path__.append(str(here / "sim" / "policies"))
if sys.argv[2] == "suite":
    import pytest

    sys.exit(pytest.main([*sys.argv[3:], "-p", "no:cacheprovider", "-p", "no:xdist"]))
from experiments.compare import COMMAND

sys.exit(COMMAND.main(sys.argv[3:]))
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the policy of the README is a file and a YAML, beside all other configurations."""
    folder = tmp_path_factory.mktemp("added")
    shutil.copytree(ROOT / "configs", folder / "configs")
    (folder / "sim" / "policies").mkdir(parents=True)
    (file,) = (block for language, block in BLOCKS if language == "python" and "(Policy)" in block)
    (yaml,) = (block for language, block in BLOCKS if language == "yaml")
    code = [line for line in re.sub(r'""".*?"""', "", file, flags=re.DOTALL).splitlines() if line.strip()]
    assert len(code) <= 12
    (folder / "sim" / "policies" / "mine.py").write_text(file)
    (folder / "configs" / "policy" / "mine.yaml").write_text(yaml)
    (folder / "added.py").write_text(ADDED)
    return folder


def with_it(folder: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(folder / "added.py"), str(folder), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_contract_suite_picks_up_a_policy_that_is_added(added: Path) -> None:
    said = with_it(added, "suite", "tests/contracts/test_policies.py", "-k", "mine", "-v")
    assert "test_it_says_whom_it_serves[mine]" in said or len(re.findall("passed", said)) == 1
    assert int(re.search(r"(\d+) passed", said)[1]) >= 8  # type: ignore[index]


def test_the_comparison_gives_the_table_of_a_policy_that_is_added(added: Path) -> None:
    small = ("scenario=quick", "population.users=60", "population.creators=30", "replications=2")
    said = with_it(added, "compare", "policies=[interest,mine]", *small, f"hydra.run.dir={added / 'out'}")
    assert re.search(r"^mine +[\d.]+ +[\d.]+", said, re.MULTILINE)
    assert (added / "out" / "report.html").exists()


def test_what_the_readme_points_at_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if "://" not in target:
            assert (ROOT / target).exists(), target
    for target in re.findall(r"`((?:tests|sim|configs|experiments)/[\w/.]+)`", TEXT):
        if "/mine." not in target:
            assert (ROOT / target).exists(), target


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z-]+)", TEXT)):
        assert re.search(rf"^{target}:|^[\w -]*\b{target}\b[\w -]*:", makefile, re.MULTILINE), target
