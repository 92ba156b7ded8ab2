"""Configuration: what can be set, its checks, and how files and overrides become one checked object."""
