"""From overrides to a checked configuration: Hydra composes the files, the schema judges the result."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from hydra import compose, initialize_config_dir
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError

from sim.config import overrides as lines
from sim.config.choices import config_folder, listed
from sim.config.schema import Config
from sim.config.wording import explain
from sim.core.errors import ConfigError

HYDRA = "1.3"  # the version whose behaviour is asked for


def load(overrides: Sequence[str] | str = ()) -> Config:
    """Compose and check a configuration: `load(["policy=creator_floor", "population.users=2000"])`.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    given = [overrides] if isinstance(overrides, str) else list(overrides)
    ready = lines.ready(given)
    try:
        with initialize_config_dir(str(config_folder()), version_base=HYDRA):
            return validate(compose("config", ready))
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        raise ConfigError(_first_lines(error)) from None


def load_policies(overrides: Sequence[str], names: Sequence[str]) -> dict[str, Config]:
    """One configuration for each policy of a comparison, else the same."""
    return {name: load([*lines.without_policies(overrides, keep=name), f"policy={name}"]) for name in names}


def validate(raw: Any) -> Config:
    """Check a composed configuration, or a plain dictionary such as a saved one.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    plain = OmegaConf.to_container(raw, resolve=True) if OmegaConf.is_config(raw) else raw
    if isinstance(plain, dict):
        plain = {key: value for key, value in plain.items() if key != "hydra"}
    try:
        return Config.model_validate(plain)
    except ValidationError as error:
        raise explain(error, Config, plain) from None


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
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"cannot read {path}: {_first_lines(error)}") from None
    return validate(raw)


def _first_lines(error: Exception) -> str:
    """At most two lines of another library's message."""
    text = [line.strip() for line in str(error).splitlines() if line.strip()]
    options = getattr(error, "options", None)
    return f"{text[0]}\n  allowed: {listed(options)}" if options else "\n".join(text[:2])
