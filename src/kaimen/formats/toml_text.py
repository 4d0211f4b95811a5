"""Values as TOML writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping


def toml(value: object) -> str:
    """Return a string, number, truth value, list or inline table as TOML writes it.

    Strings of TOML are those of JSON but for the delete character.
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(key)} = {toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(text: str) -> str:
    """Return a key of TOML, in quotes where it needs them."""
    return text if text.replace("_", "").replace("-", "").isalnum() and text.isascii() else toml(text)
