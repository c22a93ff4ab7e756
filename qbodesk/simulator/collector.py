"""Holds the garbage collector off while millions of objects are made of which none is garbage; collects nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Records have no cycles, and looking for some among all of them doubles the time this takes."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
