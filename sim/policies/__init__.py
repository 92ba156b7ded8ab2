"""Traffic-allocation policies, one file each; none imports another. `sim.policies()` lists them."""

from importlib import import_module

from sim.core.listing import make_callable

# By name, because the list is made from the configuration files, which stand above the policies.
make_callable(__name__, lambda: import_module("sim.catalogue").policies())
