"""The cache of compiled code follows the sources, finds a place to be, and says when it is empty."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from sim.core import compile as compiling

SMALL_KERNEL = '''"""A kernel that is compiled in a moment."""

from sim.core.law import kernel
from sim.laws.weariness import decay


@kernel
def faded(out):
    out[0] = decay(1.0, 1.0)
'''
RUN = """
import numpy as np
from sim.kernels.small import faded
out = np.zeros(1)
faded(out)
print(out[0], sum(faded.stats.cache_hits.values()))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package's compiled folders, with one small kernel."""
    copy = tmp_path / "scratch" / "sim"
    for folder in ("core", "laws"):
        shutil.copytree(compiling.PACKAGE / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "kernels").mkdir()
    for path in (copy / "__init__.py", copy / "kernels" / "__init__.py"):
        path.touch()
    (copy / "kernels" / "small.py").write_text(SMALL_KERNEL)
    return copy


def lived(package: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The small kernel in a new process."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(package.parent),
        "INTEREST_SIM_CACHE": str(package.parent / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }
    command = [sys.executable, "-c", RUN]
    return subprocess.run(command, env=environment, cwd=package.parent, capture_output=True, text=True, check=False)


def result(package: Path) -> list[str]:
    """What the small kernel returns in a new process, and how often its cache was used."""
    done = lived(package)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def edit(package: Path) -> None:
    law = package / "laws" / "weariness.py"
    text = law.read_text()
    assert "math.exp2(-min(elapsed_ticks" in text
    law.write_text(text.replace("math.exp2(-min(elapsed_ticks", "math.exp2(-min(2.0 * elapsed_ticks"))


def test_an_edited_law_changes_the_kernels_that_call_it(package: Path) -> None:
    assert result(package) == ["0.5", "0"]
    assert result(package) == ["0.5", "1"], "compiled once"
    edit(package)
    assert result(package) == ["0.25", "0"]


def test_without_its_own_folder_for_each_source_the_old_law_would_stay(package: Path) -> None:
    """The trap that the digest is there for: the compiler looks at the file of the kernel alone."""
    source = package / "core" / "compile.py"
    source.write_text(source.read_text().replace("return digest.hexdigest()[:16]", 'return "the same for ever"'))
    assert result(package) == ["0.5", "0"]
    edit(package)
    assert result(package) == ["0.5", "1"]


DAMAGES = {
    "code cut": (".nbc", lambda raw: raw[:-1000]),
    "code emptied": (".nbc", lambda raw: raw[:0]),
    "code of zeros": (".nbc", lambda raw: bytes(len(raw))),
    "list cut": (".nbi", lambda raw: raw[:-10]),
    "list emptied": (".nbi", lambda raw: raw[:0]),
}


@pytest.mark.parametrize(("kind", "damage"), DAMAGES.values(), ids=DAMAGES)
def test_damaged_code_is_compiled_again_and_said_to_be(kind: str, damage, package: Path) -> None:
    assert result(package) == ["0.5", "0"]
    found = list((package.parent / "cache").rglob(f"*{kind}"))
    assert len(found) >= 2, "the kernel and its law"
    for path in found:
        path.write_bytes(damage(path.read_bytes()))
    mended = lived(package)
    assert mended.stdout.split() == ["0.5", "0"]
    assert re.fullmatch(r"Compiled code in \S+ is damaged, it is compiled again .*\n", mended.stderr), mended.stderr
    assert result(package) == ["0.5", "1"], "and kept"


def test_without_compiled_code_nothing_is_lived(package: Path) -> None:
    refused = lived(package, NUMBA_DISABLE_JIT="1")
    assert refused.returncode != 0
    assert refused.stderr.splitlines()[-1].startswith("sim.core.errors.EngineError: NUMBA_DISABLE_JIT is set, allowed")


def test_the_cache_is_used_even_if_somebody_imported_the_compiler_first(package: Path) -> None:
    script = "import numba\nfrom sim.core import law\nprint(numba.config.CACHE_DIR == str(law.CACHE))"
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, cwd=package.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.parametrize("folder", compiling.COMPILED_FOLDERS)
def test_the_digest_covers_every_folder_of_compiled_code(folder: str, tmp_path: Path) -> None:
    shutil.copytree(compiling.PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    before = compiling.source_digest(tmp_path / "sim")
    assert before == compiling.source_digest()
    (tmp_path / "sim" / folder / "new.py").write_text("x = 1\n")
    assert compiling.source_digest(tmp_path / "sim") != before


def test_every_module_that_compiles_lies_in_a_folder_of_the_digest() -> None:
    compiles = re.compile(r"sim\.core\.law import|import (law|kernel|loop|part|numba)\b|from numba\b")
    compiled = {
        path.relative_to(compiling.PACKAGE).parts[0]
        for path in compiling.PACKAGE.rglob("*.py")
        if compiles.search(path.read_text())
    }
    plain_only = {"engines"}  # takes the uncompiled twins
    assert compiled - plain_only <= set(compiling.COMPILED_FOLDERS)


def test_a_cache_that_cannot_be_written_gives_way_to_a_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, where a folder is wanted")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("INTEREST_SIM_CACHE", str(blocked))
    folder = compiling.cache_folder()
    assert folder.is_dir()
    assert folder.is_relative_to(tmp_path / "temporary")
    assert folder.name == compiling.source_digest()
    monkeypatch.setenv("INTEREST_SIM_CACHE", str(tmp_path / "chosen"))
    chosen = tmp_path / "chosen" / "interest-sim"
    assert compiling.cache_folder() == chosen / compiling.place() / compiling.source_digest()


def test_a_read_only_cache_gives_way_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_writable", lambda _: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert compiling.cache_folder().is_relative_to(tmp_path)


def test_compiling_is_announced_once_and_only_where_there_is_something_to_compile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling, "CACHE", tmp_path)
    compiling.announce.cache_clear()
    compiling.announce()
    compiling.announce()
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert said.err.startswith("Compiling the simulator's kernels")
    assert said.out == ""
    (tmp_path / "kernels_1").mkdir()
    kernel = tmp_path / "kernels_1" / "serve.serve-1.py311.1.nbc"
    kernel.touch()
    compiling.announce.cache_clear()
    compiling.announce()
    assert capsys.readouterr().err == ""
    os.utime(kernel, (0, 0))
    compiling.announce.cache_clear()
    compiling.announce()
    assert capsys.readouterr().err, "the source was written after the kernel: numba compiles again"


def test_the_same_sources_elsewhere_are_compiled_for_themselves(package: Path) -> None:
    """Numba finds compiled code by the path of its source, so that another copy's kernels are of no use."""
    elsewhere = package.parent.parent / "elsewhere"
    shutil.copytree(package, elsewhere / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    assert result(package) == ["0.5", "0"]
    assert result(elsewhere / "sim") == ["0.5", "0"]
    assert compiling.source_digest(package) == compiling.source_digest(elsewhere / "sim")
    assert compiling.place(package) != compiling.place(elsewhere / "sim")


def old(folder: Path, days: float) -> None:
    """A cache that was last used so many days ago."""
    folder.mkdir(parents=True)
    (folder / "kernel.nbc").touch()
    (folder / compiling.USED).touch()
    then = time.time() - days * compiling.SECONDS_PER_DAY
    os.utime(folder / compiling.USED, (then, then))


def test_compiled_code_that_nobody_has_used_for_a_month_is_deleted(tmp_path: Path) -> None:
    root = tmp_path / "interest-sim"
    mine, stale, fresh = (root / "a1b2c3d4" / (letter * 16) for letter in "abc")
    alone, stranger = root / "e5f60718" / ("d" * 16), root / "a1b2c3d4" / "notes"
    for folder, days in ((stale, 31), (fresh, 29), (alone, 400), (stranger, 400)):
        old(folder, days)
    mine.mkdir()
    compiling.forget(mine)
    assert mine.is_dir()
    assert (mine / compiling.USED).exists()
    assert not stale.exists()
    assert fresh.is_dir()
    assert not alone.parent.exists()
    assert stranger.is_dir()  # not named as a cache is


def test_the_cache_is_tidied_once_a_day_at_most(tmp_path: Path) -> None:
    mine, stale = (tmp_path / "interest-sim" / "a1b2c3d4" / (letter * 16) for letter in "ab")
    mine.mkdir(parents=True)
    compiling.forget(mine)
    old(stale, 31)
    compiling.forget(mine)
    assert stale.is_dir()
    os.utime(mine / compiling.USED, (0, 0))
    compiling.forget(mine)
    assert not stale.exists()
    assert mine.is_dir()


def test_what_others_could_write_to_holds_no_compiled_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine = compiling.own_temporary()
    assert mine == tmp_path / f"interest-sim-{os.getuid()}" == compiling.own_temporary()
    assert not mine.stat().st_mode & 0o077
    mine.chmod(0o777)
    assert compiling.own_temporary() != mine
    mine.rmdir()
    (tmp_path / "theirs").mkdir()
    mine.symlink_to(tmp_path / "theirs")
    fresh = compiling.own_temporary()
    assert fresh != mine
    assert not fresh.stat().st_mode & 0o077
