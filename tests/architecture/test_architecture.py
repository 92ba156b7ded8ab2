"""The rules of the house: who may import whom, how long and how named modules are, what lies where."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_LINES = 400
KERNEL_LINES = 1000  # the only parallel code is long loops of law calls, but not without end
KEEPING = ROOT / "experiments" / "keeping.py"
IN_PLACE = {"to_csv", "to_json", "to_parquet", "savefig", "write_bytes", "write_text"}
DRAWERS = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
FOLDERS = {".ci", "configs", "experiments", "notebooks", "sim", "tests"}
FILES = {
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
}

# In brackets, so that this file does not break its own rule.
REGISTRIES = re.compile(
    r"pypi[.]org|python[h]osted[.]org|npmjs[.](com|org)|anaconda[.](com|org)"
    r"|(deb|security)[.]debian[.]org|crates[.]io|golang[.]org"
)
MACHINE_PATHS = re.compile(r"(?<![\w.})~-])[/](work|root|home|Users|mnt|workspace)/|\b[A-Z]:[\\]Users\b")

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# For each contract, one import it must refuse: module -> source.
BREACHES = {
    "layers": {"core/clock.py": "import sim.world"},
    "oracle": {
        "engines/reference.py": "import sim.engines.between",
        "engines/between.py": "import sim.kernels",
    },
    "policies": {"policies/one.py": "from sim.policies import other", "policies/other.py": ""},
    "metrics": {"metrics/one.py": "from sim.metrics.other import gini", "metrics/other.py": "gini = 0"},
    "numba": {"world/users.py": "from numba import njit"},
    "simpy": {"core/table.py": "import simpy"},
    "matplotlib": {"results/store.py": "import matplotlib.pyplot"},
    "experiments": {"results/store.py": "from experiments import compare"},
}


def own_files() -> list[Path]:
    """The project's files: tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only git can tell the project's own files from what lies beside them")
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_dependence_between_packages() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_has_a_breach() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_contract_refuses_its_breach(contract: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for package in ["", "core", "world", "kernels", "engines", "policies", "metrics", "results"]:
        (tmp_path / "sim" / package).mkdir()
        (tmp_path / "sim" / package / "__init__.py").touch()
    kept = lint_imports(tmp_path, "--contract", contract)
    assert kept.returncode == 0, kept.stdout + kept.stderr
    for module, source in BREACHES[contract].items():
        (tmp_path / "sim" / module).write_text(source)
    broken = lint_imports(tmp_path, "--contract", contract)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "0 kept, 1 broken" in broken.stdout


def test_modules_are_short() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in modules("sim", "experiments")}
    kernels = ROOT / "sim" / "kernels"
    long = {
        name(path): count
        for path, count in lines.items()
        if count >= (KERNEL_LINES if path.is_relative_to(kernels) else MODULE_LINES)
    }
    assert not long, f"split by idea, at {MODULE_LINES} lines ({KERNEL_LINES} in kernels): {long}"


def test_no_module_is_a_drawer() -> None:
    drawers = [
        name(path)
        for path in modules("sim", "experiments", "tests")
        if DRAWERS & {word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")}
    ]
    assert not drawers, f"name each after the idea it holds: {drawers}"


def test_every_module_says_what_it_is() -> None:
    silent = [name(path) for path in modules("sim") if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent, f"without a docstring: {silent}"


def test_every_package_is_seen() -> None:
    """A folder without `__init__.py` would escape the contracts."""
    folders = {path.parent for path in modules("sim")}
    hidden = [name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()]
    assert not hidden, f"without __init__.py: {hidden}"


def test_commands_write_through_one_door() -> None:
    """A file written in place is half of one when the disk is full; experiments/keeping.py writes it whole."""
    found = [
        f"{name(path)}:{node.lineno}: {node.attr}"
        for path in modules("experiments")
        if path != KEEPING
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in IN_PLACE
    ]
    assert not found, f"keep it with keep_table, keep_text or keep_figure: {found}"


def test_top_level_holds_only_what_belongs() -> None:
    parts = [path.relative_to(ROOT).parts for path in own_files()]
    folders = {first for first, *inside in parts if inside}
    files = {first for first, *inside in parts if not inside}
    assert folders <= FOLDERS, f"unexpected folders: {sorted(folders - FOLDERS)}"
    assert files <= FILES, f"unexpected files: {sorted(files - FILES)}"


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_no_file_names_a_place(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name(path)}:{number}: {match.group()}"
        for path in own_files()
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), start=1)
        if (match := pattern.search(line))
    ]
    assert not found, "the project runs anywhere and installs from anywhere: " + "; ".join(found)


def test_lock_names_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    addresses = [line for line in lines if "://" in line or line.startswith(("-", "file:"))]
    assert not addresses, f"the lock holds names, versions and hashes only: {addresses}"
