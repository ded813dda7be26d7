"""Compiling to machine code, with types that a reader and a checker can follow."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function; without fast mathematics, so that equal input gives equal figures in every lane."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def parallel(function: Function) -> Function:
    """Compile a function whose ``prange`` loop runs on all threads."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function))
