"""The parts of the page, one file each; each returns markup."""
