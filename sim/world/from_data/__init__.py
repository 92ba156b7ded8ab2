"""A population built from data: logs and feature tables in, accounts and users out.

`tables` reads files, `counting` counts what they say, `portrait` is what is kept of them, `sampling` draws a
population from it, `distance` says how far that is from its source, `card` what was inferred and what assumed.
"""
