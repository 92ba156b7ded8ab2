"""A number for each platform, from its name: what its luck is keyed by, wherever it stands in a list."""

import hashlib

from sim.platform.settings import PlatformSettings


def number(platform: PlatformSettings) -> int:
    """The platform's number among several, at least 1; 0 is that of a platform that is alone."""
    name = platform.luck or platform.name
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (2**32 - 1) + 1
