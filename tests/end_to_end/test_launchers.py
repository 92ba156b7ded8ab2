"""The commands of the page about launchers, given as they stand there: the same bits under each."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experiments import launcher
from sim.core.errors import ConfigError

ROOT = Path(__file__).parents[2]
TINY = ["population.users=20", "population.creators=12", "warmup_days=2", "horizon_days=4"]
PAGE = (ROOT / "experiments" / "launchers.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)


def _needs(command: str) -> None:
    if "launcher=ray" in command and not importlib.util.find_spec("hydra_plugins.hydra_ray_launcher"):
        pytest.skip("the launcher for Ray is not installed")
    slurm = shutil.which("sinfo") and subprocess.run(["sinfo"], check=False).returncode == 0
    if "submitit_slurm" in command and not slurm:
        pytest.skip("no Slurm here")


@pytest.fixture(scope="module")
def alone() -> list[str]:
    from sim import simulate

    return [simulate(["scenario=quick", *TINY, f"seed={seed}"]).fingerprint for seed in (1, 2)]


@pytest.mark.parametrize("command", COMMANDS, ids=[re.findall(r"launcher\S*", one)[0] for one in COMMANDS])
def test_every_launcher_gives_the_same_bits(command: str, tmp_path: Path, alone: list[str]) -> None:
    from sim import open_run

    _needs(command)
    words = shlex.split(command)
    assert words[0] == "python"
    given = [sys.executable, *words[1:], *TINY, f"hydra.sweep.dir={tmp_path / 'sweep'}"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(given, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [open_run(tmp_path / "sweep" / str(cell)).fingerprint for cell in (0, 1)] == alone


def test_the_page_has_every_launcher() -> None:
    named = {name for one in COMMANDS for name in re.findall(r"hydra/launcher=(\w+)", one)}
    assert named == {"basic", *launcher.EXTRAS}


def test_a_launcher_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "find_spec", lambda _: None)
    with pytest.raises(ConfigError) as refused:
        launcher.flags(["hydra/launcher=ray"])
    assert str(refused.value) == (
        "hydra/launcher is ray, allowed is basic, joblib, or this one once installed: pip install 'interest-sim[ray]'"
    )
