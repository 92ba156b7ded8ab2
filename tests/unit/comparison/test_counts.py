"""Counts of a comparison that are not a configuration's have its limits all the same."""

import pytest

from sim.comparison.comparing import at_least, compare
from sim.config.schema import Config
from sim.config.wording import limits
from sim.core.errors import ConfigError
from sim.core.limits import MOST_LIVES


@pytest.mark.parametrize("name", ["replications", "draws"])
def test_more_than_a_configuration_may_ask_for_is_refused(name: str) -> None:
    with pytest.raises(
        ConfigError, match=rf"^{name} is 1000000000000, allowed is at least \d and at most {MOST_LIVES}$"
    ):
        at_least(1, name, 10**12)
    assert limits(Config.model_fields[name]).endswith(f"at most {MOST_LIVES}")


def test_a_comparison_of_too_many_worlds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.comparison.comparing.arms", lambda *_, **__: pytest.fail("the work began"))
    with pytest.raises(ConfigError, match="replications is 1000000000000, allowed is at least 1 and at most 100000"):
        compare(replications=10**12)
