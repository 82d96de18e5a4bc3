"""What sessions share is made once, and what is there is given at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from cam_core import dataset
from cam_core.config import SignalConfig
from ui import store
from ui.once import once


def test_an_answer_that_many_ask_for_at_once_is_made_once() -> None:
    """Eight threads, one making; a ninth that comes later gets the same object."""
    made = []
    begun = threading.Event()

    @once(maxsize=2)
    def answer(name: str) -> list[str]:
        made.append(name)
        begun.wait(10)
        return [name]

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(answer, "one") for _ in range(8)]
        begun.set()
    assert made == ["one"]
    assert {id(one.result()) for one in asked} == {id(answer("one"))}


def test_a_failure_is_not_kept() -> None:
    """The next who asks tries again."""
    tries = []

    @once(maxsize=2)
    def answer() -> int:
        tries.append(None)
        if len(tries) == 1:
            raise OSError("not now")
        return 7

    with pytest.raises(OSError, match="not now"):
        answer()
    assert answer() == 7


def test_nobody_waits_for_signals_that_somebody_else_has_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one session's large data set is made, the others step on through theirs."""
    there = SignalConfig(num_samples=60, seed=11)
    known = store.test_signals(there)
    making, go_on, real = threading.Event(), threading.Event(), dataset.make_dataset

    def slow(config: SignalConfig) -> dataset.Dataset:
        making.set()
        assert go_on.wait(30)
        return real(config)

    monkeypatch.setattr(dataset, "make_dataset", slow)
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(store.test_signals, SignalConfig(num_samples=60, seed=12))
        assert making.wait(30)
        assert pool.submit(store.test_signals, there).result(timeout=30) is known
        go_on.set()
        assert len(other.result()) == 18
