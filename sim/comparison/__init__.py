"""The paired comparison behind the headline: policies x schedules x replications, from shared pasts.

`compare` decides what is run (`arms`, `cells`), has it done (`work`, in one process or by a `crew`), and puts the
outcomes together (`result`).
"""

from sim.comparison.comparing import compare
from sim.comparison.disk import open_comparison
from sim.comparison.result import Comparison

__all__ = ["Comparison", "compare", "open_comparison"]
