"""How much the tests look at: with --full everything, else a part that any change of behaviour still meets."""

from __future__ import annotations

import os

FULL = bool(os.environ.get("KAIMEN_FULL"))
