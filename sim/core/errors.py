"""The kinds of error a user can meet, split by who can mend them. Messages fit in two lines."""


class SimError(Exception):
    """Base of every error this library raises on purpose."""


class ConfigError(SimError):
    """A configuration key, value or combination is not allowed; the message names all three."""


class DataError(SimError):
    """A file is missing, malformed or not what it claims to be; the message names file and place."""


class NoRoomError(DataError):
    """A file could not be written because its disk is full."""


class PolicyError(SimError):
    """A policy said something that a plan cannot hold; the message names the policy and the field."""


class InvariantError(SimError):
    """The simulation broke one of its own laws of conservation: a defect, please report it."""


class StoppedError(SimError):
    """A run was told to stop, and did at the end of a day; the message says from where it goes on."""


class EngineError(SimError):
    """An engine cannot have what it needs: a package, a cluster, a machine that lives; the message says what to do."""
