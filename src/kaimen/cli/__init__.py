"""The command line: words in, tables or JSON out, an exit code. No arithmetic."""

from kaimen.cli import (
    appeal_commands,
    chain_commands,
    delivery_commands,
    library_commands,
    plan_commands,
    planning_commands,
    policy_commands,
    record_commands,
    service_commands,
    serving_commands,
)
from kaimen.cli.app import main

__all__ = [
    "appeal_commands",
    "chain_commands",
    "delivery_commands",
    "library_commands",
    "main",
    "plan_commands",
    "planning_commands",
    "policy_commands",
    "record_commands",
    "service_commands",
    "serving_commands",
]
