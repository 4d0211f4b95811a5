"""An entry of the ledger in words: who made it, when, what it did."""

from __future__ import annotations

from kaimen.report.language import MESSAGES, Speaker
from kaimen.store import Entry


def entry_words(speaker: Speaker, entry: Entry, message: str, **more: str) -> str:
    """Return who made an entry, when and what it did, in a message of `trace`."""
    known = f"web.action.{entry.action}"
    action = speaker.say(known) if speaker.language != "en" and known in MESSAGES else entry.action
    at = entry.at[:16].replace("T", " ")
    values = {"action": action, "author": entry.author, "at": at, "day": entry.at[:10], **more}
    return speaker.say(message, **values)
