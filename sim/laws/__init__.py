"""One file per behaviour. A law takes and returns scalars, and calls no other law."""
