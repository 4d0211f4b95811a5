"""What a refusal is about is there as data, so that it can be said in another language."""

from __future__ import annotations

from pathlib import Path

import kaimen as km
from kaimen.problem import Problem

PROVINCE = Path(km.__file__).parent / "data" / "province" / "province.toml"


def _problem() -> Problem:
    question, _ = km.load_question(PROVINCE)
    assert question is not None
    return question.problem


def test_every_name_in_the_words_of_a_refusal_is_given_apart_from_them() -> None:
    barred = {entry.project: entry for entry in _problem().barred}
    assert barred["SYN-03"].about == ("environment", "permit")
    assert barred["SYN-49"].about == ("the planning office", "the flood study is not done")
    assert {entry.code for entry in barred.values()} >= {"not_ready", "waived", "ruled_out"}
    for entry in barred.values():
        assert entry.about
        assert all(name in entry.detail for name in entry.about)
