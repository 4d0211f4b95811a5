"""The process of one job: a request on standard input, an event a line on standard output.

`python -m kaimen.workspace.jobs.child` reads one line of JSON and calculates. A further line `cancel` asks it to stop;
if the step it is in does not end soon, what was found so far is given at once and the process ends in its middle.
When standard input closes, whoever asked is gone, and so is the reason to go on.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from typing import Any

from kaimen.workspace.jobs.desk import Desk


def main() -> None:
    """Calculate what standard input asks for."""
    if hasattr(os, "nice"):
        os.nice(10)
    request: Mapping[str, Any] = json.loads(sys.stdin.readline())
    desk = Desk()
    threading.Thread(target=desk.listen, daemon=True).start()
    from kaimen.workspace.jobs.kinds import KINDS  # noqa: PLC0415 - a cancel is heard while this is loaded

    desk.end(KINDS[request["kind"]](request, desk))


if __name__ == "__main__":
    main()
