"""Experiments inside the world, next to the ground truth: what each design would say of a policy, and its bias.

`record` keeps what an experiment sees, `living` lives one, `estimates` are what an analyst would compute of it,
`judging` holds the estimates of many worlds against the truth, `advice` says which design to run, and how long.
"""
