"""Keeps the program alive on Python 3.11, where PySide6 6.12.0 gives references to None and True away.

Measured: `sys.getrefcount(None)` falls by one per `resize`, `setPen`, `update` …, that of True by three thousand in one sync
behind a window; when it reaches nothing the interpreter aborts with "deallocating None" or "deallocating True or False". From
Python 3.12 on they are immortal and nothing is to be done. Here the same is reached by counts no session can use up. Remove
with the first PySide6 release that counts correctly.
"""

import ctypes
import sys
from typing import Final

CONSTANTS: Final = (None, True, False)
_PLENTY: Final = 1 << 50


def keep_constants_alive() -> bool:
    """Give them so many references that giving them away does no harm; False where Python sees to it itself."""
    mortal = sys.implementation.name == "cpython" and sys.version_info < (3, 12)
    for each in CONSTANTS if mortal else ():
        if sys.getrefcount(each) < _PLENTY // 2:
            # The count is the first field of every object in CPython before 3.12.
            ctypes.c_ssize_t.from_address(id(each)).value += _PLENTY
    return mortal
