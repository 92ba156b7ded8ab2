"""One platform or several: the files that were chosen, and what is said beside them."""

from typing import Any

from sim.core.errors import ConfigError

MOST = 8  # platforms


def settled(raw: dict[str, Any]) -> dict[str, Any]:
    """The raw configuration with the chosen platforms in their place: one is the platform, several stand by name.

    What is said of `platform` changes the one; of several it is what their own files leave out.

    Raises:
        ConfigError: if a platform's name is not the one it stands under.
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


def _checked(name: str, said: Any) -> dict[str, Any]:
    """What a platform's file says, under its name."""
    own: dict[str, Any] = dict(said or {})
    if own.setdefault("name", name) != name:
        raise ConfigError(f"platforms.{name}.name is {own['name']}, allowed is the name it stands under, {name}")
    return own
