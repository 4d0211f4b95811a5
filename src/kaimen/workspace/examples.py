"""What the package carries to show: an announcement, its pledges, a library and a question."""

from __future__ import annotations

from pathlib import Path


def demo_scenario() -> Path:
    """Return the scenario of the demonstration; its list, pledge file and announcements lie beside it."""
    return Path(__file__).resolve().parents[1] / "data" / "demo" / "lead-projects.toml"
