"""Keeps the program alive on Python 3.11, where PySide6 6.12.0 gives one reference to None away with every void call.

Measured: `sys.getrefcount(None)` falls by one per `resize`, `setPen`, `update` …; after some thousand calls the
interpreter aborts with "deallocating None". From Python 3.12 on None is immortal and nothing is to be done. Here the
same is reached by a count no session can use up. Remove with the first PySide6 release that counts correctly.
"""

import ctypes
import sys
from typing import Final

_PLENTY: Final = 1 << 50


def keep_none_alive() -> bool:
    """Give None so many references that giving them away does no harm; False where Python sees to it itself."""
    mortal = sys.implementation.name == "cpython" and sys.version_info < (3, 12)
    if mortal and sys.getrefcount(None) < _PLENTY // 2:
        # The count is the first field of every object in CPython before 3.12.
        ctypes.c_ssize_t.from_address(id(None)).value += _PLENTY
    return mortal
