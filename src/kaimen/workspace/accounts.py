"""Who works in a workspace, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What an account may do; each may do what those before it may."""

    NOBODY = 0
    VIEWER = 1
    REVIEWER = 2
    PLANNER = 3
    ADMIN = 4


@dataclass(frozen=True, slots=True)
class User:
    """An account by its name and role."""

    name: str
    role: Role
