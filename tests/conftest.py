"""Settings of all tests: what is slow on a busy machine is not wrong."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kaimen", deadline=None)
settings.load_profile("kaimen")
