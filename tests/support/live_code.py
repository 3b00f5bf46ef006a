"""Change functions of a program that runs, so that nothing has to be imported again."""

from __future__ import annotations

import functools
import gc
from collections import defaultdict
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CACHED = type(functools.cache(len))


class LiveCode:
    """The functions of a package that exist as this is made, by the file that they come from."""

    def __init__(self, package: str) -> None:
        self._functions: dict[str, list[FunctionType]] = defaultdict(list)
        self._cached = []
        for thing in gc.get_objects():
            if type(thing) is FunctionType:  # isinstance would ask proxies what they stand for
                self._functions[thing.__code__.co_filename].append(thing)
            elif type(thing) is _CACHED and str(thing.__module__).startswith(f"{package}."):
                self._cached.append(thing)
        gc.collect()
        gc.freeze()

    def forget_results(self) -> None:
        """Empty the caches of functions."""
        for function in self._cached:
            function.cache_clear()

    def replace(self, file: str, text: str, faulty: str) -> None:
        """Let functions do what another text of their file says, whose lines are the same."""
        texts = (compile(each, file, "exec", dont_inherit=True) for each in (text, faulty))
        pairs = [pair for pair in zip(*map(_list_code, texts), strict=True) if pair[0] != pair[1]]
        for function in self._functions[file]:
            for old, new in pairs:
                if function.__code__ == old:
                    function.__code__ = new
                    break


def _list_code(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _list_code(constant)
