"""Time, noise, tables, laws' compiler, parameters and errors: what everything else stands on."""
