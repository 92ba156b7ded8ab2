"""A published study: see its README."""
