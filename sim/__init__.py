"""Interest-based recommendation simulator: who gets seen when a platform's natural traffic dries up."""

__version__ = "0.1.0"
