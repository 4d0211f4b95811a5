"""The style sheet and the scripts: files beside this one, under names that change when they do."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: its address, which holds a part of its hash, and its hash for browsers to check (SHA-384)."""

    name: str
    content: bytes
    address: str
    integrity: str
    kind: str


def _read() -> Mapping[str, Asset]:
    found = {}
    for entry in sorted((files("kaimen.web") / "assets").iterdir(), key=lambda entry: entry.name):
        stem, _, ending = entry.name.rpartition(".")
        if ending in KINDS:
            content = entry.read_bytes()
            digest = hashlib.sha384(content)
            address = f"/assets/{stem}.{digest.hexdigest()[:12]}.{ending}"
            integrity = f"sha384-{base64.b64encode(digest.digest()).decode()}"
            found[entry.name] = Asset(entry.name, content, address, integrity, KINDS[ending])
    return found


ASSETS = _read()
"""By file name."""

BY_ADDRESS: Mapping[str, Asset] = {asset.address: asset for asset in ASSETS.values()}
