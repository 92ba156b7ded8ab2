"""What a run leaves behind: its record, its ledger, its fingerprint, and the folder it is saved in."""
