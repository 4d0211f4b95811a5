"""Settings of all tests: what is slow on a busy machine is not wrong."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings
from typer.main import get_command
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

gc.set_threshold(100_000, 50, 100)  # as the commands do
settings.register_profile("kaimen", deadline=None)
settings.load_profile("kaimen")


@pytest.fixture(scope="session", autouse=True)
def commands_once() -> Iterator[None]:
    """The commands are put together once for all tests: it takes a tenth of a second, and each run would do it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", cache(get_command))
        yield


_LOOPS = "tests/solve/"


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]  # ships no types
    """Keeps a file's tests in one process, which shares what they prepare; those of solve share compiled loops."""

    def _split_scope(self, nodeid: str) -> str:
        return _LOOPS if nodeid.startswith(_LOOPS) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Hand out tests by file."""
    return _ByFile(config, log)
