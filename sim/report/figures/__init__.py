"""The figures of the report, one file each; each returns a whole `<figure>`."""
