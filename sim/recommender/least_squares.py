"""Alternating least squares for implicit feedback: what was played, weighted by how often."""

import math

import numpy as np

from sim.core.law import loop


@loop
def add_square(system, row, weight):  # type: ignore[no-untyped-def]  # compiled
    """Add the weighted outer product of a row with itself to the lower half of a matrix."""
    for i in range(row.size):
        for j in range(i + 1):
            system[i, j] += weight * row[i] * row[j]


@loop
def factorise(system):  # type: ignore[no-untyped-def]  # compiled
    """Replace the lower half of a positive definite matrix by its Cholesky factor."""
    for j in range(system.shape[0]):
        for i in range(j, system.shape[0]):
            total = system[i, j]
            for k in range(j):
                total -= system[i, k] * system[j, k]
            system[i, j] = math.sqrt(total) if i == j else total / system[j, j]


@loop
def substitute(factor, right):  # type: ignore[no-untyped-def]  # compiled
    """Replace the right side by the solution, from the Cholesky factor: down, then up."""
    for i in range(right.size):
        for k in range(i):
            right[i] -= factor[i, k] * right[k]
        right[i] /= factor[i, i]
    for i in range(right.size - 1, -1, -1):
        for k in range(i + 1, right.size):
            right[i] -= factor[k, i] * right[k]
        right[i] /= factor[i, i]


@loop
def half_sweep(start, column, count, other, confidence, ridge, own):  # type: ignore[no-untyped-def]  # compiled
    """Solve every row of `own` [N, d] against the rows of `other` [M, d]; rows without a play become 0.

    `start` [N + 1], `column` and `count` are plays by row, in compressed form. Each row minimises the sum over all
    columns of (1 + confidence x plays) x (1 if played else 0, less the product)^2, plus ridge x its own square.
    The columns that were not played share one matrix, so the cost is that of the plays.
    Source: Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008.
    """
    d = other.shape[1]
    shared = np.zeros((d, d))
    for m in range(other.shape[0]):
        add_square(shared, other[m], 1.0)
    for i in range(d):
        shared[i, i] += ridge
    for n in range(own.shape[0]):
        own[n] = 0.0
        if start[n] == start[n + 1]:
            continue
        system = shared.copy()
        for place in range(start[n], start[n + 1]):
            more, row = confidence * count[place], other[column[place]]
            add_square(system, row, more)
            for i in range(d):
                own[n, i] += (1.0 + more) * row[i]
        factorise(system)
        substitute(system, own[n])
