"""The description of all addresses, and requests made from it: whatever is sent, nothing ends in a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kaimen.workspace.record.accounts import Accounts, Role
from kaimen.workspace.record.office import Office
from tests.effort import FULL
from tests.web.conftest import NOW, Browser

CASES = 20_000 if FULL else 40
SKIPPED = ("/jobs",)  # they start processes, or stream until the end of a calculation


def test_requests_made_from_the_description_never_end_in_a_fault(
    open_browser: Callable[..., Browser], office: Office
) -> None:
    import schemathesis  # late: it takes a second
    from schemathesis.core.result import Ok

    browser = open_browser(enter=False, ticket="")
    accounts = Accounts(office.store, lambda: NOW)
    assert accounts.add("robot", Role.ADMIN, "seven quiet rivers") == []
    token, _ = accounts.token("robot", "tests")
    header = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_dict(browser.get("/openapi.json", headers=header).json())
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    tried = [o for o in operations if not any(part in o.path for part in SKIPPED)]
    assert len(tried) > 60
    faults: list[tuple[str, str, int]] = []

    @settings(max_examples=CASES, phases=[Phase.generate], deadline=None, derandomize=True, database=None)
    @given(st.data())
    def send(data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(tried))
        case = data.draw(operation.as_strategy())
        form = case.body if isinstance(case.body, dict) else {}
        sent: dict[str, Any] = {}
        fields = {str(name): value if isinstance(value, bytes) else str(value) for name, value in form.items()}
        if case.media_type and "multipart" in case.media_type:
            parts = {name: (None if name != "file" else "x.csv", value) for name, value in fields.items()}
            sent = {"files": parts or {"file": ("x.csv", b"id")}}
        else:
            sent = {"data": fields}
        query = {str(name): value for name, value in (case.query or {}).items()}
        given_body = {} if operation.method.upper() == "GET" else sent
        method, at = operation.method.upper(), case.formatted_path
        answer = browser.request(method, at, params=query, headers=header, **given_body)
        if answer.status_code >= 500:
            faults.append((operation.method, case.formatted_path, answer.status_code))

    send()
    assert faults == []
