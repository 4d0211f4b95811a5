"""The answer to an applicant's appeal, in every language of papers; it names no other applicant."""

from __future__ import annotations

from kaimen.explain import Resolved
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.report.briefing.ground import Ground
from kaimen.report.language import LANGUAGES, Speaker, said_value
from kaimen.report.letter import reply_letter
from kaimen.workspace.delivery.appeals import Appeal, Letters


def answer_letters(appeal: Appeal, problem: Problem, reasons: Letters, *, is_in: bool) -> Letters:
    """Return the answer after solving again: what was corrected, what came of it, and the reasons if there are any."""
    return {
        language: _answer(appeal, problem, Speaker(language), reasons.get(language, ""), is_in=is_in)
        for language in LANGUAGES
    }


def _answer(appeal: Appeal, problem: Problem, speaker: Speaker, reasons: str, *, is_in: bool) -> str:
    nothing = speaker.say("appeal.letter.nothing")
    facts = [
        "  " + speaker.say("appeal.letter.fact", fact=c.heading, was=c.was or nothing, said=c.said)
        for c in appeal.claims
    ]
    lines = [
        speaker.say("appeal.letter.head", id=appeal.id),
        "",
        speaker.say("appeal.letter.corrected", why=appeal.reason),
        *facts,
        "",
        speaker.say("appeal.letter.solved", scenario=problem.scenario, project=appeal.project),
        speaker.say("web.appeals.in" if is_in else "web.appeals.out"),
    ]
    return "\n".join(lines) + "\n" + (f"\n{reasons}" if reasons else "")


def reasons_after(grounds: dict[str, Ground], problem: Problem, resolved: Resolved) -> Letters:
    """Return why a project stays out, and what the plan would lose with it."""
    loss, explanation = resolved.wish.loss, resolved.explanation
    found = {}
    for language, ground in grounds.items():
        figure = decimal_text if language == "en" else (lambda value, by=ground.speaker: by.number(value, 1))
        lost = ground.speaker.say("appeal.letter.lost", x=figure(loss)) + "\n" if loss and loss > 0 else ""
        letter = reply_letter(problem, explanation, resolved, ground)
        found[language] = lost if explanation.chosen else letter.partition("\n\n")[2] + lost
    return found


def reasons_barred(details: list[str]) -> Letters:
    """Return why a project cannot be in any plan, from the details of what bars it."""
    speakers = [Speaker(language) for language in LANGUAGES]
    return {
        by.language: by.say("appeal.letter.reason", why=by.separate(said_value(by, one) for one in details)) + "\n"
        for by in speakers
    }


def refusal_letters(appeal: Appeal) -> Letters:
    """Return the answer that the facts stand as they are."""
    found = {}
    for speaker in map(Speaker, LANGUAGES):
        say, nothing = speaker.say, speaker.say("appeal.letter.nothing")
        facts = [
            "  " + say("appeal.letter.stays", fact=c.heading, was=c.was or nothing, said=c.said) for c in appeal.claims
        ]
        head = [say("appeal.letter.head", id=appeal.id), "", say("appeal.letter.stand", why=appeal.reason)]
        found[speaker.language] = "\n".join([*head, *facts]) + "\n"
    return found
