"""Names that a package imports when they are first used, so that a command loads what it needs and no more."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # as type checkers know it; importing `typing` would cost more than all else here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def homes(names: Mapping[str, str]) -> dict[str, str]:
    """Return the module of each name; `names` has the names of each module, with spaces between."""
    return {name: module for module, all_names in names.items() for name in all_names.split()}


def lazily(package: str, home: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package: it imports a name's module, or gives the module where it has the name."""
    modules = set(home.values())

    def get(name: str) -> object:
        if name not in home and name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=sys.modules[package])
        module = import_module(f"{package}.{name if name in modules else home[name]}")
        value = module if name in modules else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return get
