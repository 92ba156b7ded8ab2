"""Who is at home on this platform and who only publishes here: what accounts bring from another one."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass
class Residence:
    """The accounts of one of several platforms. Shapes: all [C]. Arrays are replaced, never changed in place.

    A guest's owner decides at home whether to go on and what on; here the account only follows.
    """

    guest: NDArray[np.bool_]
    style: NDArray[np.float64]  # log odds of a play that content not made for this platform lacks, <= 0
    elsewhere: NDArray[np.float64]  # RMB a month lately on other platforms
    porting_cost_rmb: float  # of a guest's upload

    @classmethod
    def of(cls, guest: NDArray[np.bool_], log_fit: float, porting_cost_rmb: float) -> Self:
        """Residence of these guests, before they have earned anything."""
        style = np.where(guest, log_fit, 0.0)
        return cls(guest, style, np.zeros(guest.size), porting_cost_rmb)
