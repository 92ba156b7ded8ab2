"""Pay: what creators earn by rules of the platform."""
