"""One platform or several: the files that were chosen, and what is said beside them."""

from collections.abc import Collection, Iterable
from typing import Any

from sim.config.choices import choices, refusal
from sim.config.wording import show
from sim.core.errors import ConfigError

MOST = 8  # platforms


def settled(raw: dict[str, Any]) -> dict[str, Any]:
    """The raw configuration with the chosen platforms in their place: one is the platform, several stand by name.

    What is said of `platform` changes the one; of several it is what their own files leave out.

    Raises:
        ConfigError: if a platform is no group of parameters, or its name no text or not the one it stands under.
    """
    chosen, said = raw.get("platforms") or {}, raw.get("platform") or {}
    if not isinstance(chosen, dict) or not isinstance(said, dict):
        return raw
    files = {name: _checked(name, own) for name, own in chosen.items()}
    if len(files) == 1:
        (own,) = files.values()
        return {**raw, "platform": {**own, **said}, "platforms": {}}
    if len(files) > MOST:
        raise ConfigError(f"platform names {len(files)} platforms, allowed are at most {MOST}")
    common = {key: value for key, value in said.items() if key not in ("name", "luck", "world", "also")}
    return {**raw, "platforms": {name: {**common, **own} for name, own in files.items()}}


def refuse_unchosen(named: Iterable[str], chosen: Collection[str]) -> None:
    """Take no parameters of a platform that nobody has chosen.

    Raises:
        ConfigError: if one is named.
    """
    for name in named:
        if name in chosen:
            continue
        if name not in choices("platform"):
            raise ConfigError(refusal("platforms", name, choices("platform")))
        where = f"with platform=[{','.join((*chosen, name))}]" if chosen else "are those of platform, for it is alone"
        raise ConfigError(f"platforms names {name} but {name} is not one of several here, allowed {where}")


def _checked(name: Any, said: Any) -> dict[str, Any]:
    """What a platform's file says, under its name; null where it changes nothing."""
    if not isinstance(name, str):
        raise ConfigError(f"platforms holds the name {show(name)}, allowed are names that are text, such as douyin")
    if said is not None and not isinstance(said, dict):
        raise ConfigError(f"platforms.{name} is {show(said)}, allowed are its parameters, as platforms.{name}.appeal")
    own: dict[str, Any] = dict(said or {})
    if own.setdefault("name", name) != name:
        raise ConfigError(f"platforms.{name}.name is {own['name']}, allowed is the name it stands under, {name}")
    return own
