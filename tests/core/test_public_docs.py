"""Public names explain themselves."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import cam_core

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(cam_core.__path__, "cam_core.")
    if not module.name.endswith("__main__")
)


def _public(name: str) -> Iterator[tuple[str, object]]:
    module = importlib.import_module(name)
    for attribute, value in vars(module).items():
        is_own = getattr(value, "__module__", None) == name
        if (is_own and not attribute.startswith("_") and inspect.isroutine(value)) or (
            is_own and not attribute.startswith("_") and inspect.isclass(value)
        ):
            yield attribute, value


@pytest.mark.parametrize("name", MODULES)
def test_every_module_function_and_class_says_what_it_is(name: str) -> None:
    """No public name without a docstring that ends as a sentence."""
    assert importlib.import_module(name).__doc__
    for attribute, value in _public(name):
        doc = value.__dict__.get("__doc__") if inspect.isclass(value) else inspect.getdoc(value)
        assert doc, f"{name}.{attribute} has no docstring"
        assert doc.rstrip().endswith((".", ")")), f"{name}.{attribute}"


@pytest.mark.parametrize("name", MODULES)
def test_refusals_are_announced(name: str) -> None:
    """A public function whose own body raises ValueError or CheckpointError says so."""
    for attribute, value in _public(name):
        if not inspect.isfunction(value):
            continue
        source = inspect.getsource(value)
        for error in ("ValueError", "CheckpointError"):
            if f"raise {error}" in source:
                doc = inspect.getdoc(value) or ""
                assert error in doc, f"{name}.{attribute} raises {error} without saying so"
