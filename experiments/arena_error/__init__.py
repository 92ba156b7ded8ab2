"""How far a policy lands from its closed form, against the length of a refresh."""
