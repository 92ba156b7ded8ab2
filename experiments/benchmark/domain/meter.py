"""What is asked of a system, and what its process says: a line of JSON for each way to run it.

Like all in this folder, it is read by Python 3.8.
"""

import json
import resource
import sys
from importlib.metadata import version


def size():
    """How many users and items are asked for."""
    return int(sys.argv[1]), int(sys.argv[2])


def tell(package, way, users, items, impressions, seconds):
    """Say what came of one way to run it: so many impressions in so many CPU seconds, set-up left out."""
    told = {
        "version": version(package),
        "way": way,
        "users": users,
        "items": items,
        "impressions": impressions,
        "cpu_seconds": seconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    }
    print(json.dumps(told), flush=True)
