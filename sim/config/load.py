"""From overrides to a checked configuration: Hydra composes the files, the schema judges the result."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError

from sim.config import overrides as lines
from sim.config.choices import config_folder, listed
from sim.config.literal import refuse_no_data
from sim.config.platforms import refuse_unchosen, settled
from sim.config.schema import Config
from sim.config.wording import explain, show
from sim.core.data import of_yaml
from sim.core.errors import ConfigError
from sim.platform.settings import PlatformSettings
from sim.traffic.settings import TrafficSettings

HYDRA = "1.3"  # the version whose behaviour is asked for
OWN = ("policy", "recommender", "traffic", "market", "refresh_minutes", "candidates_per_slot", "slate_size")
PEOPLES = tuple(name for name in Config.model_fields if name not in OWN)


def load(overrides: Sequence[str] | str = ()) -> Config:
    """Compose and check a configuration: `load(["policy=creator_floor", "population.users=2000"])`.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    said = lines.listed(overrides)
    lines.refuse_hydra(said)
    return load_beside_hydra(said)


def load_beside_hydra(said: Sequence[str]) -> Config:
    """The same for a command line, on which Hydra's own words may stand: where results go, and who runs a sweep.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    config = validate(_compose(said))
    for one in list(config.platforms.values()) or [config.platform]:
        _refuse_replaced(said, config, one)
    return config


def _compose(overrides: Sequence[str]) -> dict[str, Any]:
    ready = lines.ready(overrides)
    try:
        with _aside(), initialize_config_dir(str(config_folder()), version_base=HYDRA):
            if named := lines.platforms_named(overrides):
                others = [line for line in overrides if not lines.platforms_named([line])]
                refuse_unchosen(named, _plain(compose("config", lines.ready(others)))["platforms"])
            return _plain(compose("config", ready))
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise ConfigError(_merged(error) or _first_lines(error)) from None


def _merged(error: Exception) -> str:
    """What Hydra means where a value is to replace a group of parameters, or nothing."""
    if not (found := re.match(r"Error merging override \+*([^=]+)=(.*)", str(error))):
        return ""
    key, value = found.groups()
    single = "a number, or " if key.removeprefix("traffic.") in TrafficSettings.SCHEDULES else ""
    return f"{key} is {value}, allowed is {single}a group of parameters, given as {key}.name=value"


@contextmanager
def _aside() -> Iterator[None]:
    """Set a composition that is under way aside, and take it up again: a command loads inside one."""
    under_way = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        yield
    finally:
        GlobalHydra.instance().hydra = under_way


def load_policies(overrides: Sequence[str], names: Sequence[str]) -> dict[str, Config]:
    """One configuration for each policy of a comparison, else the same."""
    return {name: load([*lines.without_policies(overrides, keep=name), f"policy={name}"]) for name in names}


def change(config: Config, overrides: Sequence[str]) -> Config:
    """The same configuration but for some overrides; a group that is chosen anew is replaced as a whole.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    return _with_own(_changed(config, lines.listed(overrides)))


def _changed(config: Config, overrides: Sequence[str]) -> Config:
    parsed = [lines.parse(line) for line in overrides]
    picked = [override.key_or_group for override in parsed if lines.chooses(override)]
    for group in {"scenario", "experiment"} & set(picked):
        raise ConfigError(f"{group} is chosen anew, allowed in a change are the groups and values it stands for")
    choosing = [line for line, override in zip(overrides, parsed, strict=True) if lines.chooses(override)]
    fresh = _compose(choosing) if choosing else {}
    refuse_unchosen(lines.platforms_named(overrides), fresh["platforms"] if "platform" in picked else config.platforms)
    chosen = [*picked, "platforms"] if "platform" in picked else picked
    before = config.model_dump(mode="json")
    refuse_no_data(before)  # a saved one may hold any text
    raw = OmegaConf.create(before | {group: fresh.get(group, {}) for group in chosen})
    for line, override in zip(overrides, parsed, strict=True):
        if lines.sets(override):
            lines.ready([line])
            refuse_no_data({override.key_or_group: override.value()})
            _update(raw, override.key_or_group, override.value())
        elif not lines.chooses(override):
            raise ConfigError(f"override {line!r} cannot change a configuration, allowed is key=value or group=choice")
    return _checked(raw)


def _update(raw: Any, key: str, value: Any) -> None:
    """Give a key its value, merged with the group of parameters that it may be."""
    try:
        OmegaConf.update(raw, key, value, merge=True, force_add=True)
    except (OmegaConfBaseException, TypeError, ValueError):  # a list where a group stands, a group where a list does
        _checked(_replaced(_plain(raw), key.split("."), value))  # the schema says best what is allowed
        raise ConfigError(
            f"{key} is {show(value)}, allowed is a group of parameters, given as {key}.name=value"
        ) from None


def _replaced(raw: Any, key: list[str], value: Any) -> Any:
    """The raw configuration with a value in the place of what stands under its key, whatever that is."""
    if not key:
        return value
    held = raw if isinstance(raw, dict) else {}
    return {**held, key[0]: _replaced(held.get(key[0]), key[1:], value)}


def validate(raw: Any) -> Config:
    """Check a composed configuration, or a plain dictionary such as a saved one.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    return _with_own(_checked(raw))


def of_platform(config: Config, name: str) -> Config:
    """The configuration of one of several platforms, as if it were the only one.

    Raises:
        ConfigError: if what is different there is not a platform's to decide.
    """
    alone = config.model_copy(update={"platform": config.platforms[name], "platforms": {}})
    return _with_own(alone)


def _with_own(config: Config) -> Config:
    """The configuration with what its platforms take for granted of users, and what is different on the only one."""
    several = list(config.platforms.values())
    for one in several or [config.platform]:
        _refuse_strange(config, one)
    granted = dict.fromkeys(line for one in several or [config.platform] for line in one.world)
    missing = [line for line in granted if _is_default(config, line)]
    config = _changed(config, missing) if missing else config
    if several or not config.platform.also:
        return config
    own = _changed(config, config.platform.also)
    kept = [key for key in PEOPLES if getattr(own, key) != getattr(config, key)]
    if kept:
        raise ConfigError(
            f"platform.also of {config.platform.name} changes {kept[0]}, which is the same on every platform\n"
            f"  allowed is what a platform decides: {', '.join(OWN)}"
        )
    return own


def _refuse_strange(config: Config, platform: PlatformSettings) -> None:
    """What a platform takes for granted of users is values of parameters; anything else would be left out unsaid."""
    place = f"platforms.{platform.name}.world" if config.platforms else "platform.world"
    for line in platform.world:
        override = lines.parse(line)
        lines.ready([line])
        if lines.sets(override) and _known(config, override.key_or_group):
            continue
        if lines.sets(override):
            try:
                _changed(config, [line])
            except ConfigError as error:
                raise ConfigError(f"{place} holds {line}\n  {str(error).splitlines()[0]}") from None
        raise ConfigError(f"{place} holds {line}, allowed is key=value of a parameter, such as population.friends=16")


def _known(config: Config, key: str) -> bool:
    """Whether it is the key of a parameter."""
    found: Any = config
    for name in key.split("."):
        if name not in getattr(type(found), "model_fields", ()):
            return False
        found = getattr(found, name)
    return True


def _refuse_replaced(said: Sequence[str], config: Config, platform: PlatformSettings) -> None:
    """A default that was said aloud is meant; a platform that replaces defaults would replace it."""
    keys = {override.key_or_group for override in map(lines.parse, said) if lines.sets(override)}
    place = f"platforms.{platform.name}" if config.platforms else "platform"
    for line in platform.world:
        key, _, value = line.partition("=")
        wanted = [one for one in said if one.lstrip("+").partition("=")[0] == key]
        if key in keys and _changed(config, wanted) != config:
            raise ConfigError(
                f"{wanted[0]} is the default, which {platform.name} replaces by {value}\n"
                f"  allowed is {place}.world=[], or the lines of {place}.world that it is to keep"
            )


def _is_default(config: Config, line: str) -> bool:
    """Whether the key of an override has the value it has when nobody says anything."""
    found: Any = config
    key = lines.parse(line).key_or_group
    *above, last = key.split(".")
    for name in above:
        found = getattr(found, name)
    return bool(getattr(found, last) == type(found).model_fields[last].default)


def _checked(raw: Any) -> Config:
    plain = _plain(raw) if OmegaConf.is_config(raw) else raw
    refuse_no_data(plain)
    try:
        return Config.model_validate(plain)
    except ValidationError as error:
        raise explain(error, Config, settled(plain) if isinstance(plain, dict) else plain) from None


def as_yaml(config: Config) -> str:
    """The whole configuration, every default included, in the form `read` takes."""
    text: str = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    return text


def read(path: Path) -> Config:
    """A configuration saved with `as_yaml`.

    Raises:
        ConfigError: if the file is not one.
    """
    try:
        raw = of_yaml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"cannot read {path}: {_first_lines(error)}") from None
    return validate(raw)


def _plain(composed: Any) -> dict[str, Any]:
    plain = OmegaConf.to_container(composed, resolve=True)
    return {str(key): value for key, value in plain.items()} if isinstance(plain, dict) else {}


def _first_lines(error: Exception) -> str:
    """At most two lines of another library's message."""
    text = [line.strip() for line in str(error).splitlines() if line.strip()]
    options = getattr(error, "options", None)
    return f"{text[0]}\n  allowed: {listed(options)}" if options else "\n".join(text[:2])
