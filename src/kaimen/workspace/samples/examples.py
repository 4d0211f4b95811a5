"""What the package carries to show: an announcement, its pledges, a library, a question, chains, and an office."""

from __future__ import annotations

from pathlib import Path


def demo_scenario() -> Path:
    """Return the scenario of the demonstration; its list, pledge file and announcements lie beside it."""
    return Path(__file__).resolve().parents[2] / "data" / "demo" / "lead-projects.toml"


def chain_tables() -> Path:
    """Return the folder of the demonstration's chains: regions, firms and the tables, all made up."""
    return Path(__file__).resolve().parents[2] / "data" / "chains"


def policy_books() -> tuple[Path, ...]:
    """Return the policy files that are shown: rules of Jinan, and made-up lenders; their firms lie beside them."""
    folder = Path(__file__).resolve().parents[2] / "data" / "policies"
    return folder / "jinan.toml", folder / "loans.toml"


def service_tables() -> Path:
    """Return the folder of a made-up office: cases, stops, standards and the answers of a survey."""
    return Path(__file__).resolve().parents[2] / "data" / "services"


def delivery_tables() -> Path:
    """Return the folder of made-up promises, their reports, and a made-up series."""
    return Path(__file__).resolve().parents[2] / "data" / "delivery"


def sample_names() -> Path:
    """Return what names of the sample's lists are called in other languages."""
    return Path(__file__).resolve().parents[2] / "data" / "names.toml"
