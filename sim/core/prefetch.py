"""Ask the processor for memory before it is needed. It changes no result, only how long one waits for it.

What a user is shown lies anywhere in tables far larger than the processor's caches; asking for all of it first and
using it afterwards lets the waits overlap. (Measured: a seventh to a fifth of the kernel's time.)
"""

from typing import Any

from numba.core import cgutils as _cgutils
from numba.core import types
from numba.extending import intrinsic

READ, KEEP, DATA = 0, 3, 1  # to be read, to be kept close, in the cache of data
cgutils: Any = _cgutils  # without types


def _prefetch(typing_context: Any, array: Any, place: Any) -> Any:  # noqa: ARG001  # numba demands it
    """Fetch the cache line of an element of a contiguous array; `place` counts along memory, from 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        table = context.make_array(signature.args[0])(context, builder, arguments[0])
        index = context.cast(builder, arguments[1], signature.args[1], types.uintp)
        address = builder.bitcast(builder.gep(table.data, [index]), cgutils.voidptr_t)
        kind = cgutils.ir.FunctionType(cgutils.ir.VoidType(), [cgutils.voidptr_t, *[cgutils.int32_t] * 3])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(fetch, [address, *(cgutils.int32_t(how) for how in (READ, KEEP, DATA))])
        return context.get_dummy_value()

    return types.void(array, place), generate


prefetch: Any = intrinsic(_prefetch)
