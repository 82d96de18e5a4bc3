"""Answers that all sessions of this process share."""

from collections.abc import Callable
from threading import Condition
from typing import ParamSpec, TypeVar

from cachetools import LRUCache, cached

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def once(maxsize: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the last `maxsize` answers of a function, by its arguments, for whoever asks.

    Unlike `functools.lru_cache` an answer that several ask for at the same time is made once; and while it is
    made, those who ask for one that is there already do not wait.
    """

    def decorate(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        kept: LRUCache[object, Answer] = LRUCache(maxsize)
        return cached(kept, condition=Condition())(make)

    return decorate
