"""What strangers send (a configuration, the folder of a run or a comparison, a checkpoint) runs nothing, writes nothing
outside the folder for results, and puts no markup of its own into a page."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import sim
from experiments import data_card, sweep
from experiments.command import Command
from experiments.run import COMMAND
from sim.comparison.disk import FORM, open_comparison
from sim.comparison.disk import save as save_comparison
from sim.core.errors import ConfigError, DataError, SimError
from sim.core.sources import code_digest
from sim.core.table import Table
from sim.core.units import TICKS_PER_DAY
from sim.platform.policy import State
from sim.results import checkpoint
from sim.results import folder as folders
from sim.results.fitting import fits
from sim.results.ledger import Ledger
from sim.results.pages import Pages
from sim.results.past import Past
from sim.results.resuming import Checkpoints
from sim.simulation import set_stage
from sim.store.claim import claim
from sim.world.tally import LANES
from sim.world.users import Users
from tests.invented import invented

SMALL = ("scenario=quick", "population.users=30", "population.creators=12", "horizon_days=3", "warmup_days=1")
QUIET = "hydra/hydra_logging=none"
HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"
TARGETS = (
    "os.system",
    "subprocess.Popen",
    "builtins.eval",
    "sim.policies.interest.Interest.__init__",
    "sim.policies.interest.os",
    "sim.policies..interest.Interest",
    "sim.config.load.load",
    "../sim.policies.interest.Interest",
)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("key", ["policy.interest", "recommender.learner", "traffic.ad_load"])
def test_a_configuration_names_no_code_but_policies_learners_and_schedules(key: str, name: str) -> None:
    raw = sim.load(SMALL).model_dump(mode="json")
    first, _, second = key.partition(".")
    raw[first][second] = {"_target_": name, "args": ["touch trap"]}
    from sim.config.load import validate

    before = set(sys.modules)
    with pytest.raises(ConfigError, match="_target_"):
        validate(raw)
    assert not {module for module in set(sys.modules) - before if not module.startswith("sim.")}


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['touch trap']",
        "a: !!python/name:os.system",
        "a: &a [*a]",
        "&x a: ${oc.env:HOME}",
        "\0",
    ],
)
def test_yaml_is_data(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.config.load import read

    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "theirs.yaml")
    assert len(str(caught.value).splitlines()) <= 2
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.yaml"]


@pytest.fixture
def evil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in that holds a module which nobody should import."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "evilmod").mkdir()
    (tmp_path / "evilmod" / "__init__.py").write_text("open('trap', 'w')")
    yield tmp_path
    assert "evilmod" not in sys.modules
    assert not (tmp_path / "trap").exists()


TAKEN = ("hydra/launcher=basic", "hydra.run.dir=x")  # by commands, and nowhere else


@pytest.mark.parametrize(
    "line",
    [
        "hydra.searchpath=[pkg://evilmod]",
        "+hydra.searchpath=[pkg://evilmod]",
        "hydra={searchpath:[pkg://evilmod]}",
        "hydra.callbacks={a:{_target_:evilmod.A}}",
        "hydra.launcher._target_=evilmod.A",
        "+hydra.launcher.x={_target_:evilmod.A}",
        "+hydra.job_logging.handlers.x={class:evilmod.A}",
        "++hydra.hydra_logging.handlers.x={class:evilmod.A}",
        "hydra.output_subdir=../x",
        "hydra.sweep.subdir=../x",
        "hydra.job.chdir=true",
        *TAKEN,
    ],
)
def test_no_word_of_hydras_names_code(line: str, evil: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, _, value = line.partition("=")
    with pytest.raises(ConfigError, match="is a word for commands"):
        sim.load([*SMALL, line])
    (evil / "design.csv").write_text(f'{key},seed\n"{value}",1\n')
    assert sweep.main(["store=store", "list=design.csv", *SMALL]) == 2
    assert "is a word for commands" in capsys.readouterr().err
    if line not in TAKEN:
        assert COMMAND.main([*SMALL, QUIET, line]) == 2
        said = capsys.readouterr().err
        assert "is not taken, allowed of hydra's keys are" in said or "allowed is a folder below" in said
        assert len(said.splitlines()) == 1
        assert sorted(path.name for path in evil.iterdir()) == ["design.csv", "evilmod"]


LEAKS = (
    "${oc.env:SECRET_TOKEN}",
    "a ${oc.env:SECRET_TOKEN,x} b",
    "${population.users}",
    "${",
    "\\${oc.env:SECRET_TOKEN}",
)


@pytest.mark.parametrize("text", LEAKS)
def test_data_is_not_looked_up_in_the_environment(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.config.load import read

    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    config, file = sim.load(SMALL), tmp_path / "theirs.yaml"
    raw = config.model_dump(mode="json")
    for change in ({"name": text}, {"world": [f"platform.name='{text}'"]}, {"also": [f"platform.name='{text}'"]}):
        file.write_text(yaml.safe_dump(raw | {"platform": raw["platform"] | change}))
        with pytest.raises(ConfigError, match=r"allowed in data is text without \$\{"):
            read(file)
    with pytest.raises(ConfigError, match=r"text without|not understood"):
        config.changed([f"platform.name='{text}'"])
    platform = config.platform.model_copy(update={"name": text})
    with pytest.raises(ConfigError, match="text without"):
        config.model_copy(update={"platform": platform}).changed(["seed=3"])
    (tmp_path / "design.csv").write_text(f'platform.name,seed\n"{text}",1\n')
    assert sweep.main([f"store={tmp_path / 'store'}", f"list={tmp_path / 'design.csv'}", *SMALL]) == 2
    assert "text without" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("populaton.friends=16", "platform.world holds populaton.friends=16"),
        ("behaviour.nope=1", "behaviour.nope"),
        ("hydra.run.dir=x", "hydra.run.dir=x"),
        ("policy=../../etc/x", "policy is ../../etc/x"),
        ("policy=random", "policy=random"),
        ("scenario=quick", "scenario=quick"),
        ("policy.interest.temperature=1", "policy.interest.temperature=1"),
        ("~policy", "~policy"),
        ("~population.users", "~population.users"),
        ("seed=1,2", "seed=1,2"),
        ("seed", "seed"),
    ],
)
def test_a_platform_takes_only_parameters_for_granted(line: str, wanted: str) -> None:
    raw = sim.load(SMALL).model_dump(mode="json")
    from sim.config.load import validate

    with pytest.raises(ConfigError) as caught:
        validate(raw | {"platform": raw["platform"] | {"world": [line]}})
    assert wanted in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 2


@pytest.mark.parametrize("held", [b"seed: \xff\xfe", b"[" * 5000, b"a: " + b"{b: " * 5000, b"seed: 2001-99-99", b"[1]"])
def test_a_file_that_is_no_configuration_is_refused(held: bytes, tmp_path: Path) -> None:
    from sim.config.load import read

    (tmp_path / "theirs.yaml").write_bytes(held)
    with pytest.raises(ConfigError) as caught:
        read(tmp_path / "theirs.yaml")
    assert len(str(caught.value).splitlines()) <= 2


@pytest.mark.parametrize("said", [None, [1], 5, b"seed=1", ["seed=1", None]])
def test_what_is_no_override_is_refused(said: Any) -> None:
    for action in (sim.load, sim.load(SMALL).changed):
        with pytest.raises(ConfigError, match="is no text, allowed is key=value"):
            action(said)


@pytest.mark.parametrize("name", ["\udcff", "a\ud800b"])
def test_what_no_file_can_hold_is_refused_before_anything_is_lived(name: str, tmp_path: Path) -> None:
    from sim.config.load import read

    raw = sim.load(SMALL).model_dump(mode="json")
    (tmp_path / "theirs.yaml").write_text(yaml.safe_dump(raw | {"platform": raw["platform"] | {"name": name}}))
    for ask in (lambda: read(tmp_path / "theirs.yaml"), lambda: sim.load([*SMALL, f"platform.name='{name}'"])):
        with pytest.raises(ConfigError, match=r"^platform\.name is .*allowed is text that UTF-8 can write$"):
            ask()


@pytest.mark.parametrize("name", ["../../outside", "/outside", "a/../../outside", HOSTILE, "con", "-rf", "~root"])
def test_names_do_not_become_paths(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    quoted = json.dumps(name)
    assert COMMAND.main([*SMALL, QUIET, f"platform.name={quoted}", "hydra.run.dir=run"]) == 0
    capsys.readouterr()
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert all(path.startswith("deep/inside/run/") for path in found)
    run = sim.open_run("run")
    assert set(run.metrics["platform"]) == {name}
    assert "<img" not in run._repr_html_()
    assert "<script" not in run._repr_html_()


def test_a_checkpoint_is_not_written_through_a_link(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("years of work")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name in ("run.checkpoint.partial", "run.checkpoint"):
        (theirs / name).symlink_to(own)
    checkpoint.write(theirs / "run.checkpoint", {}, [1])
    assert own.read_text() == "years of work"
    assert checkpoint.read(theirs / "run.checkpoint") == ({}, [1])


@pytest.mark.parametrize(
    ("command", "place", "link"),
    [
        (COMMAND, "run", ".run.lock"),
        (COMMAND, ".", "theirs.csv"),
        (data_card.COMMAND, ".", "data_card.md"),
        (data_card.COMMAND, ".", "deep/er/data_card.md"),
    ],
)
def test_a_command_writes_through_no_link(
    command: Command, place: str, link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, theirs = tmp_path / "own.txt", tmp_path / "theirs"
    own.write_text("years of work")
    (theirs / link).parent.mkdir(parents=True)
    (theirs / link).symlink_to(own)
    assert command.main([*SMALL, QUIET, f"hydra.run.dir={theirs / place}"]) != 0
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert Path(link).name in said
    assert len(said.splitlines()) <= 2
    assert own.read_text() == "years of work"


def test_a_sweep_writes_through_no_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.txt").write_text("years of work")
    (tmp_path / "sweep").mkdir()
    (tmp_path / "sweep" / "multirun.yaml").symlink_to(tmp_path / "own.txt")
    assert COMMAND.main(["-m", "hydra/launcher=basic", *SMALL, QUIET, f"hydra.sweep.dir={tmp_path / 'sweep'}"]) == 2
    assert "multirun.yaml is a link" in capsys.readouterr().err
    assert (tmp_path / "own.txt").read_text() == "years of work"


@pytest.mark.parametrize("what", ["link", "hard link", "folder", "pipe"])
def test_a_lock_is_a_file_of_its_own(what: str, tmp_path: Path) -> None:
    own, lock = tmp_path / "own.txt", tmp_path / "run.lock"
    own.write_text("years of work")
    made = {"link": lock.symlink_to, "hard link": lock.hardlink_to}
    made[what](own) if what in made else lock.mkdir() if what == "folder" else os.mkfifo(lock)
    with pytest.raises(DataError, match=r"run.lock is no file of its own"), claim(lock):
        pass
    assert own.read_text() == "years of work"


def signed(path: Path, body: bytes) -> Path:
    """A checkpoint whose digest is right, whatever it holds."""
    path.write_bytes(checkpoint.MARK + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    return path


def head(**said: Any) -> bytes:
    """The line of JSON of a checkpoint, and no arrays."""
    return (
        json.dumps({"sources": code_digest(), "data": [], "config": {}, "arrays": [], "state": None} | said).encode()
        + b"\n"
    )


BODIES = {
    "empty": b"",
    "no line": b"{}",
    "deep": b"[" * 100_000 + b"\n",
    "deep state": head(state=0).replace(b'"state": 0', b'"state": ' + b'{"list": [' * 900 + b"]}" * 900),
    "huge": head(arrays=[["<f8", [10**30]]]),
    "huge place": head(state={"number": 10**30}),
    "negative": head(arrays=[["<f8", [-1]]]),
    "no description": head(arrays=[[{}, 5]]),
    "no configuration": head(config=None),
    "a list": head(config=[]),
    "no world": head(state={"class": "sim.results.past:Past", "attributes": {"day": 1}}),
    "no fields": head(state={"class": "sim.core.table:Column", "fields": []}),
    "no class": head(state={"class": None}),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_signed_checkpoint_that_holds_no_state_is_refused(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        checkpoint.read(signed(tmp_path / "theirs", body))
    assert "theirs" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "change", [{"day": -5}, {"day": 0}, {"day": 99}, {"day": True}, {"day": "1"}, {"world": None}, {"recorder": 5}]
)
def test_a_past_that_cannot_be_is_not_lived(change: dict[str, Any], tmp_path: Path) -> None:
    config = sim.load([*SMALL, "engine=reference", "population.users=5"])
    past = set_past(config)
    for name, value in change.items():
        setattr(past, name, value)
    checkpoint.write(tmp_path / "theirs", config.model_dump(mode="json"), past)
    with pytest.raises(DataError, match="holds no state of a run of 3 days"):
        Checkpoints(tmp_path / "theirs", config).past()


RICH = [*SMALL, "engine=reference", "population.users=5", "market=standard", "live=standard", "recommender=two_tower"]


def arrays_of(part: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Every array of a part of a past: what holds it, its key there, and the way to it."""
    held = part if isinstance(part, dict) else getattr(part, "__dict__", {})
    for key, value in held.items():
        if isinstance(value, np.ndarray):
            yield held, key, (*place, key)
        elif isinstance(value, dict) or type(value).__module__.startswith("sim."):
            yield from arrays_of(value, (*place, key))


def test_a_past_whose_parts_have_another_type_or_length_is_not_lived() -> None:
    config = sim.load(RICH)
    past = set_past(config)
    past.policy_states = {}
    assert fits(past, config)
    parts = {name: getattr(past, name) for name in ("world", "recorder", "learner_state")}
    again = ("behaviour", "region", "granted_fen")  # made anew from the configuration before anything is lived, or none
    passed = []
    for held, key, place in arrays_of(parts):
        right = held[key]
        for wrong in (
            right.astype(np.complex64) if right.dtype.names is None else np.zeros(right.shape),
            right[..., None],
            "theirs",
        ):
            held[key] = wrong
            if fits(past, config) and not set(again) & set(place):
                passed.append(place)
        held[key] = right
    assert passed == []
    users = past.world.users
    users._schema = users.schema | {"tired_topic": users.schema["tired_topic"]._replace(shape=(1,))}
    users.tired_topic = users.tired_topic[:, :1]
    assert not fits(past, config), "nor if the file declares it so"


def test_a_past_whose_users_have_no_places_for_what_they_do_is_not_lived() -> None:
    """Compiled code writes letters where there are friends, and asks no column whether it has places."""
    config = sim.load([*SMALL, "population.friends=4"])
    past: Any = sim.simulate(config, until_day=1).warm
    world = past.world
    assert fits(past, config)
    right, friends = world.users, world.friends
    for letters, ties in ((False, friends), (True, None)):
        world.users, world.friends = Users(len(right), world.topics.demand.size, letters=letters, likes=True), ties
        for name, held in right.columns():
            if held.shape == getattr(world.users, name).shape:
                setattr(world.users, name, held)
        assert not fits(past, config), (letters, ties)
    world.users, world.friends = right, friends
    assert fits(past, config)


CODES = ("creator", "topic", "product", "brand", "deal", "campaign", "agency")


def test_a_past_whose_codes_name_nothing_is_not_lived() -> None:
    """Compiled code looks up what a code names without asking whether it is there."""
    config = sim.load([*SMALL, "market=standard", "live=standard", "population.friends=4"])
    past: Any = sim.simulate(config, until_day=1).warm
    past.policy_states = {}
    world = past.world
    tables = [one for part in (world, world.commerce, world.live) for one in vars(part).values()]
    named = []
    for table in (one for one in tables if isinstance(one, Table) and len(one)):
        for name, column in table.schema.items():
            right = getattr(table, name)
            if not right.size or column.unit not in CODES:
                continue
            for wrong in (10**6, -2):
                setattr(table, name, right.copy())
                getattr(table, name).flat[-1] = wrong
                assert not fits(past, config), (type(table), name, wrong)
                setattr(table, name, right)
            named.append(name)
    for column, wrong in (("plays", -1), ("quality", np.nan), ("expected", -(2**40))):
        right = getattr(world.items, column)
        setattr(world.items, column, right.copy())
        getattr(world.items, column)[-1] = wrong
        assert not fits(past, config), (column, wrong)
        setattr(world.items, column, right)
    played = past.learner_state.played.copy()
    past.learner_state.played[0] = -5
    assert not fits(past, config)
    past.learner_state.played[:] = played
    assert {"creator", "follows", "topic", "recent_creator", "product", "beneficiary"} <= set(named)
    assert fits(past, config)
    for wrong in (world.topics._replace(vertical=world.topics.vertical + 1), world.topics._replace(verticals=1)):
        right, world.topics = world.topics, wrong
        assert not fits(past, config)
        world.topics = right


def _put(table: Any, name: str, wrong: Any) -> None:
    held = getattr(table, name).copy()
    held[-1:] = wrong
    setattr(table, name, held)


def _in_room(world: Any, serial: int, until: int) -> None:
    for name, wrong in (("room", serial), ("room_until", until)):
        _put(world.users, name, wrong)


@pytest.mark.parametrize(
    "forge",
    [
        lambda past: _put(past.world.users, "counted_to", -(2**50)),
        lambda past: (_put(past.world.users, "in_session", 1), _put(past.world.users, "clock", TICKS_PER_DAY - 1)),
        lambda past: _in_room(past.world, past.world.next_serial + 7, 2**50),
        lambda past: _in_room(past.world, int(past.world.live.rooms.serial[0]), 0),
        lambda past: _put(past.world.users, "follows_ever", 2**31 - 1),
        lambda past: _put(past.world.commerce.wares, "angle", 100),
        lambda past: _put(past.world.creators, "kind", 100),
        lambda past: past.seconds.update(run="long"),
        lambda past: past.seconds.update({"run": np.float32(1)}),
        lambda past: setattr(past.recorder, "onset_day", np.int64(1)),
        lambda past: setattr(past.recorder, "platform", b"douyin"),
        lambda past: setattr(past.recorder.ledger, "platform", HOSTILE),
    ],
)
def test_a_past_that_compiled_code_or_a_manifest_cannot_hold_is_not_lived(forge: Callable[[Any], object]) -> None:
    """A clock in the past has a user write before the first minute of a span, a number too many past an array."""
    config = sim.load([*SMALL, "market=standard", "live=standard", "live.rooms_per_week=100", "live.koc_share=1"])
    past: Any = sim.simulate(config, until_day=1).warm
    assert len(past.world.live.rooms), "somebody is on air"
    assert fits(past, config)
    forge(past)
    assert not fits(past, config)


def _waiting(state: Any, name: str, wrong: int) -> None:
    state.waiting = state.waiting.copy()
    state.waiting[name][-1] = wrong


@pytest.mark.parametrize(
    ("learner", "forge"),
    [
        *(("two_tower", lambda state, name=name: _waiting(state, name, 99)) for name in ("user", "creator", "topic")),
        ("two_tower", lambda state: _waiting(state, "user", -1)),
        ("hybrid", lambda state: _waiting(state.towers, "user", 99)),
        ("als", lambda state: _put(state, "column", 10**6)),
        ("als", lambda state: setattr(state, "first", state.first[::-1].copy())),
        ("als", lambda state: setattr(state, "count", state.count[:-1])),
        *(
            ("two_tower", lambda state, odd=odd: setattr(state, "topic", state.topic + odd))
            for odd in (-np.inf, np.nan)
        ),
    ],
)
def test_a_learner_that_names_what_is_not_there_is_not_lived(learner: str, forge: Callable[[Any], None]) -> None:
    at_once = ["recommender.learner.delay_hours=0"] if learner == "als" else []
    config = sim.load([*SMALL, f"recommender={learner}", *at_once])
    past: Any = sim.simulate(config, until_day=1).warm
    assert fits(past, config)
    forge(past.learner_state)
    assert not fits(past, config)


def _days(ledger: Ledger, days: list[Any]) -> None:
    ledger.days = days


def _page(pages: Pages, name: str, wrong: int) -> None:
    page = pages[0].copy()
    page[name][-1] = wrong
    pages._pages[0] = page


@pytest.mark.parametrize(
    "forge",
    [
        *(lambda past, name=name: _page(past.recorder.ledger.pages, name, 99) for name in ("creator", "lane", "kind")),
        *(lambda past, name=name: _page(past.recorder.ledger.pages, name, -2) for name in ("creator", "lane", "kind")),
        lambda past: _page(past.recorder.ledger.pages, "impressions", 5_000_000),
        *(lambda past, name=name: _page(past.recorder.log.pages, name, 99) for name in ("creator", "lane", "user")),
        *(lambda past, tick=tick: _page(past.recorder.log.pages, "tick", tick) for tick in (-1, 2**62)),
        *(lambda past, days=days: _days(past.recorder.ledger, days) for days in ([], [0, 1], ["0"], [10**20], [1])),
        lambda past: past.recorder.ledger.pages.append(past.recorder.ledger.pages[0].copy()),
    ],
)
def test_records_that_nobody_can_have_made_are_refused(forge: Callable[[Any], None]) -> None:
    config = sim.load([*SMALL, "record.impressions=true"])
    past: Any = sim.simulate(config, until_day=1).warm
    assert fits(past, config)
    forge(past)
    assert not fits(past, config)


def test_a_page_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    """A small file could fill a disk, or memory."""
    config = sim.load([*SMALL, "record.impressions=true"])
    past: Any = sim.simulate(config, until_day=1).warm
    page = past.recorder.log.pages.stored()[0]
    past.recorder.log.pages._pages = [page] * 3
    file = checkpoint.write(tmp_path / "honest", config.model_dump(mode="json"), past)
    assert checkpoint.read(file)
    start = len(checkpoint.MARK) + 65
    line, _, rest = file.read_bytes()[start:].partition(b"\n")
    head = json.loads(line)
    pages = _found(head["state"], "sim.results.impressions:Impressions")
    pages["pages"] = pages["pages"][:1] * 1000
    body = json.dumps(head).encode() + b"\n" + rest
    file.write_bytes(checkpoint.MARK + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    with pytest.raises(DataError, match="has a page twice"):
        checkpoint.read(file)


def _found(node: Any, kind: str) -> Any:
    """The node of the pages of an object of a kind."""
    if isinstance(node, dict) and node.get("class") == kind:
        return node["attributes"]["pages"]
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return next((one for part in parts if (one := _found(part, kind)) is not None), None)


@pytest.mark.parametrize("price", ["theirs", None, np.zeros(3), {"a": 1}])
def test_a_state_that_a_policy_cannot_use_is_named_in_a_line_or_two(price: object, tmp_path: Path) -> None:
    config = sim.load([*SMALL, "engine=reference", "population.users=5", "policy=creator_floor"])
    past = set_past(config)
    past.policy_states = {"creator_floor": State(price=price)}
    checkpoint.write(tmp_path / "theirs", config.model_dump(mode="json"), past)
    with pytest.raises(SimError) as caught:
        sim.simulate(config, checkpoint=tmp_path / "theirs")
    assert "theirs holds no state that can be gone on with" in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 2


@pytest.mark.parametrize("said", [{}, {"seed": 5}])
def test_a_checkpoint_of_no_configuration_is_refused(said: dict[str, Any], tmp_path: Path) -> None:
    config = sim.load([*SMALL, "population.users=5"])
    checkpoint.write(tmp_path / "theirs", said, set_past(config))
    with pytest.raises(ConfigError, match="is the checkpoint of another configuration"):
        Checkpoints(tmp_path / "theirs", config).past()


def set_past(config: sim.Config) -> Past:
    """A past of one day, on which nobody was shown anything."""
    stage: Any = set_stage(config)
    creators = stage.world.creators
    stage.recorder.ledger.append(0, np.zeros((len(creators), LANES), dtype=np.int64), creators.kind)
    stage.world.users.counted_to[:] = TICKS_PER_DAY
    return Past.of(config, 1, stage)


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, [name for name, _ in attrs]))


def spoiled(value: Any) -> Any:
    """Every text in something replaced by a hostile one."""
    if isinstance(value, dict):
        return {key: spoiled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [spoiled(one) for one in value]
    return HOSTILE if isinstance(value, str) else value


def forgeries(folder: Path) -> Iterator[str]:
    """Every place of a saved comparison in which a stranger can put text of her own; done, it is named."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for key in sorted(set(manifest) - {*folders.OWN, "policies", "schedules"}):
        yield from spoil_manifest(folder, manifest, {key: spoiled(manifest[key])}, key)
    config = yaml.safe_load((folder / "config.yaml").read_text())
    for key in ("scenario", "experiment"):
        (folder / "config.yaml").write_text(yaml.safe_dump(config | {key: HOSTILE}))
        yield from resigned(folder, "config.yaml", key)
    for name in FORM.tables:
        table = pd.read_parquet(folder / name)
        for column in table.columns:
            if table[column].dtype.kind in "OTUS" or str(table[column].dtype) in {"str", "category"}:
                table.assign(**{column: HOSTILE}).to_parquet(folder / name)
                yield from resigned(folder, name, f"{name}:{column}")
        table.to_parquet(folder / name)
        list(resigned(folder, name, ""))


def spoil_manifest(folder: Path, manifest: dict[str, Any], change: dict[str, Any], key: str) -> Iterator[str]:
    (folder / "manifest.json").write_text(json.dumps(manifest | change))
    yield f"manifest.json:{key}"
    (folder / "manifest.json").write_text(json.dumps(manifest))


def resigned(folder: Path, name: str, key: str) -> Iterator[str]:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = folders.digest(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    yield key


def test_a_saved_comparison_puts_no_markup_into_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.report import page as pages

    made = invented(policies=("interest", "random"), replications=2, horizons=(30,))
    folder = save_comparison(made, tmp_path / "theirs")  # type: ignore[arg-type]  # it has all that is saved
    clean = Elements(pages.page(open_comparison(folder)))
    tags = {tag for tag, _ in clean.found}
    shown = refused = 0
    for place in forgeries(folder):
        try:
            html = pages.page(open_comparison(folder))
        except (SimError, KeyError, ValueError, IndexError, TypeError):
            refused += 1  # a page is written whole or not at all
            continue
        shown += 1
        seen = Elements(html)
        assert sum(tag == "script" for tag, _ in seen.found) == sum(tag == "script" for tag, _ in clean.found), place
        assert {tag for tag, _ in seen.found} <= tags | {"table", "tr", "td", "th", "p"}, place
        assert not [name for _, names in seen.found for name in names if name.startswith("on")], place
        assert "<script>alert" not in html, place
    assert shown > 5
    assert refused < 40


def test_a_run_of_theirs_is_only_read(tmp_path: Path) -> None:
    folder = sim.simulate(SMALL).save(tmp_path / "run")
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["policy"] = {"theirs": {"_target_": "os.system", "command": "touch trap"}}
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    list(resigned(folder, "config.yaml", ""))
    run = sim.open_run(folder)
    assert run.resolved["policy"] == config["policy"], "data, and never built"
    with pytest.raises((ConfigError, DataError, AttributeError)):
        sim.branch(run, ["seed=1"])
    assert not list(tmp_path.rglob("trap"))


@pytest.mark.parametrize("key", ["seed", "replication", "fingerprint"])
def test_what_a_run_of_theirs_says_of_itself_is_shown_as_text(key: str, tmp_path: Path) -> None:
    folder = sim.simulate(SMALL).save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {key: "<b onclick=x()>"}))
    if isinstance(manifest[key], int):
        with pytest.raises(DataError, match=rf"manifest\.json [^\n]*{key}[^\n]*$"):
            sim.open_run(folder)
    else:
        assert "<b o" not in sim.open_run(folder)._repr_html_()


@pytest.mark.parametrize("held", [b"[" * 20_000, b"a: &a {b: *a}", b"seed: 1\nseed: 2"])
def test_a_saved_configuration_without_end_is_refused_in_a_line(held: bytes, tmp_path: Path) -> None:
    folder = sim.simulate(SMALL).save(tmp_path / "run")
    (folder / "config.yaml").write_bytes(held)
    list(resigned(folder, "config.yaml", ""))
    with pytest.raises(DataError, match=r"config\.yaml cannot be read: [^\n]*$"):
        sim.open_run(folder)


@pytest.mark.parametrize("name", ["run.checkpoint", "manifest.json"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / name)
    assert COMMAND.main([*SMALL, QUIET, f"hydra.run.dir={tmp_path}"]) > 0
    assert len(capsys.readouterr().err.splitlines()) <= 2
