"""`whatif`, `compare`, `phasing`: what moves when something else is asked, and when a plan does what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import looking, show, solving
from kaimen.cli.asking import has_other_ending, share
from kaimen.errors import Finding, KaimenError, has_errors
from kaimen.explain.compare import MOST_PLANS, Comparison, Side, compare
from kaimen.portfolio import Result
from kaimen.report import as_json as rows_json
from kaimen.report import counted, figure, percent
from kaimen.report.compare import moves_table, plans_table, reasons_table
from kaimen.solve import NoPlan, Warm, reprice
from kaimen.workspace.planning.comparisons import CHART_ENDINGS, ENDINGS, save_comparison, save_phasing
from kaimen.workspace.planning.whatif import Words, changed_question, side_of


@dataclass(frozen=True, slots=True)
class Asked:
    """How far to search, and where to write the plan."""

    seconds: float
    gap: str | None
    output: Path | None


def whatif(
    path: Path,
    question: workspace.Question | None,
    inputs: Path | None,
    words: Words,
    asked: Asked,
    *,
    as_json: bool,
) -> int:
    """Answer a what-if over a plan, or over a question that is solved first."""
    if not any((words.quota, words.fund, words.weight, words.rule, words.level, words.must, words.must_not)):
        what = 'Say what is to be changed, such as --quota "land=+10 %" or --weight "jobs=2".'
        return show.misuse(what, as_json=as_json)
    if asked.output is not None and asked.output.suffix.lower() != ".kaimen":
        what = f'-o takes a name ending in .kaimen, which carries the changed scenario, not "{asked.output}".'
        return show.misuse(what, as_json=as_json)
    gap = share(asked.gap) if asked.gap is not None else None
    if asked.gap is not None and gap is None:
        return show.misuse(f'--gap takes a share such as "0.5 %"; "{asked.gap}" is none.', as_json=as_json)
    unwritable = workspace.check_output(asked.output) if asked.output is not None else []
    base = None if unwritable else _base(path, question, inputs, asked, gap, as_json=as_json)
    if base is None:
        show.tell(unwritable, as_json=as_json) if unwritable else None
        return show.WRONG
    before, result = base
    after, text, findings = changed_question(before, words)
    findings += after.scenario_findings if after else ()
    if after is None or has_errors(findings):
        show.tell(findings, as_json=as_json)
        return show.WRONG
    if not as_json:
        _preview(before, result, after)
    found = solving.search_for(after.problem, gap, asked.seconds, as_json=as_json)
    if isinstance(found, NoPlan):
        show.tell([*findings, *found.findings], as_json=as_json)
        return show.WRONG
    sides = (side_of("before", before, result), side_of("what if", after, found))
    findings += workspace.save_plan(asked.output, after, found) if asked.output else []
    _told(compare(sides), findings, {"override": text}, as_json=as_json)
    if not as_json:
        show.say("to keep this, add to the scenario:", "dim")
        show.say(text.rstrip())
        show.say(f"wrote {asked.output}") if asked.output and not has_errors(findings) else None
    return show.WRONG if has_errors(findings) else show.DONE


def _preview(before: workspace.Question, result: Result, after: workspace.Question) -> None:
    """Say at once what the earlier plan becomes when it is mended at new prices; the search may find better."""
    look = reprice(after.problem, Warm(before.problem, result))
    if isinstance(look, NoPlan):
        show.say("at first sight: the plan before cannot be mended to keep every row", "dim")
        return
    came = len(set(look.portfolio.projects(after.problem)) - set(result.portfolio.projects(before.problem)))
    gap = f"price gap {percent(look.price_gap)}"
    show.say(f"at first sight: benefit {figure(look.benefit, 1)}, {gap}, {counted(came, 'project')} new", "dim")


def _base(
    path: Path,
    question: workspace.Question | None,
    inputs: Path | None,
    asked: Asked,
    gap: Fraction | None,
    *,
    as_json: bool,
) -> tuple[workspace.Question, Result] | None:
    if question is None:
        found = looking.open_plan(path, inputs, as_json=as_json)
        return (found[0].question, found[1]) if found else None
    result = solving.search_for(question.problem, gap, asked.seconds, as_json=as_json)
    if isinstance(result, NoPlan):
        show.tell(result.findings, as_json=as_json)
        return None
    return question, result


def compare_plans(paths: Sequence[Path], inputs: Path | None, output: Path | None, *, as_json: bool) -> int:
    """Print what moved between up to four plans."""
    if not 2 <= len(paths) <= MOST_PLANS:
        return show.misuse(f"compare takes two to {MOST_PLANS} plans, not {len(paths)}.", as_json=as_json)
    if has_other_ending(output, ENDINGS, as_json=as_json):
        return show.MISUSE
    sides: list[Side] = []
    for number, path in enumerate(paths, 1):
        found = looking.open_plan(path, inputs, as_json=as_json)
        if found is None:
            return show.WRONG
        names = [other.name for other in paths]
        name = path.name if names.count(path.name) == 1 else f"{number}: {path}"
        sides.append(side_of(name, found[0].question, found[1]))
    try:
        comparison = compare(sides)
    except KaimenError as error:
        return show.misuse(f"{error}.", as_json=as_json)
    findings = save_comparison(output, comparison) if output is not None else []
    _told(comparison, findings, {}, as_json=as_json)
    if output is not None and not findings and not as_json:
        show.say(f"wrote {output}")
    return show.WRONG if findings else show.DONE


def phasing(path: Path, output: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Write the phasing of a plan as a chart."""
    if has_other_ending(output, CHART_ENDINGS, as_json=as_json):
        return show.MISUSE
    found = looking.open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    findings = save_phasing(output, found[0].question.problem, found[1])
    if as_json:
        show.print_json({"wrote": [] if findings else [str(output)], "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        show.say(f"wrote {output}") if not findings else None
    return show.WRONG if findings else show.DONE


def _told(comparison: Comparison, findings: Sequence[Finding], more: dict[str, object], *, as_json: bool) -> None:
    tables = (plans_table(comparison), moves_table(comparison), reasons_table(comparison))
    if as_json:
        show.print_json({**{t.name: rows_json(t) for t in tables}, **more, "findings": show.findings_json(findings)})
        return
    for number, side in enumerate(comparison.sides[1:], 1):
        show.say(_sentence(comparison, number, side), "bold")
    show.print_table(tables[0])
    if comparison.moves:
        show.say()
        show.print_table(tables[1], show.SCREEN)
    if tables[2].rows:
        show.say()
        show.print_table(tables[2])
    show.print_findings(findings)


def _sentence(comparison: Comparison, number: int, side: Side) -> str:
    first = comparison.sides[0]
    kinds = [move.kind(number) for move in comparison.moves]
    counts = f"{kinds.count('in')} in, {kinds.count('out')} out, {kinds.count('moved')} moved"
    gain = side.result.benefit - first.result.benefit
    if not any(kind != "same" for kind in kinds):
        return f"{side.name}: the same choices as {first.name}, benefit {figure(side.result.benefit, 1)}"
    part = f" ({percent(gain / first.result.benefit)})" if first.result.benefit > 0 and gain > 0 else ""
    sign = "+" if gain > 0 else ""
    return f"{side.name}: benefit {sign}{figure(gain, 1)}{part}; {counted(len(kinds), 'project')} differ: {counts}"
