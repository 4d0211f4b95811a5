"""What `kaimen demo` shows."""

from __future__ import annotations

import os
from pathlib import Path

_NEW_JERSEY = "libraries/us-drinking-water-funds/NJ_SFY26_Comprehensive_Fundable.csv"


def example(data: str = "") -> tuple[Path, Path | None, Path | None, str]:
    """Return scenario, list, mapping and title of the example to show.

    New Jersey's, where the clone has its scenario and the list lies in the folder `data` (by default
    `../shared/data` beside the clone); else the synthetic province that the package carries.
    """
    root = Path(__file__).resolve().parents[3]
    new_jersey = root / "examples" / "new-jersey"
    listed = (Path(data) if data else root.parent / "shared" / "data") / _NEW_JERSEY
    if os.path.isfile(listed) and new_jersey.is_dir():
        title = "New Jersey's drinking water fund, SFY2026: most points under its money and count"
        return new_jersey / "new-jersey.toml", listed, new_jersey / "mapping.toml", title
    folder = Path(__file__).resolve().parents[1] / "data" / "province"
    return folder / "province.toml", None, None, "A small synthetic province: nobody's real projects"
