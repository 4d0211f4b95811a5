"""`explain --resolve` and `wish`: what solving again near a plan says. Ctrl-C keeps what is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.explaining import print_explanation, unknown_projects
from kaimen.cli.interrupt import interrupted
from kaimen.cli.looking import open_plan
from kaimen.errors import Finding
from kaimen.explain import CHANGES
from kaimen.explain.outcomes import Checked, Resolved, Wish
from kaimen.explain.resolve import resolve
from kaimen.explain.wish import Work, price_of_wish
from kaimen.portfolio import Result
from kaimen.report import figure, percent
from kaimen.report.letter import reply_letter
from kaimen.report.outcomes import explanation_json, resolved_json, wish_json
from kaimen.solve import when


def explain_again(path: Path, project: str, inputs: Path | None, nodes: int, *, as_letter: bool, as_json: bool) -> int:
    """Print why a project is in the plan or not, and what solving again says of it."""
    found = _opened(path, inputs, [project], as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    problem = plan.question.problem
    with interrupted() as asked:
        resolved = resolve(problem, result, project, Work(nodes, stop=when(asked)), show.step)
    letter = reply_letter(problem, resolved.explanation, resolved)
    if as_json:
        document = {**explanation_json(resolved.explanation), "resolved": resolved_json(resolved, result)}
        show.print_json({**document, "letter": letter} if as_letter else document)
    elif as_letter:
        print(letter, end="")
    else:
        print_explanation(resolved.explanation)
        _print_wish(resolved.wish, result, len(problem.projects))
        _print_options(resolved)
        _print_admits(resolved)
    return show.DONE


def wish(
    path: Path, pin: Sequence[str], exclude: Sequence[str], inputs: Path | None, nodes: int, *, as_json: bool
) -> int:
    """Print what a plan loses by a wish."""
    if not pin and not exclude:
        return show.misuse("wish needs a project: kaimen wish PLAN --pin ID, or --exclude ID.", as_json=as_json)
    both = sorted(set(pin) & set(exclude))
    if both:
        return show.misuse(f"{both[0]} cannot be both pinned and excluded.", as_json=as_json)
    found = _opened(path, inputs, [*pin, *exclude], as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    problem = plan.question.problem
    show.step(f"solving again {_words(tuple(pin), tuple(exclude))}")
    with interrupted() as asked:
        price = price_of_wish(problem, result, _once(pin), _once(exclude), Work(nodes, stop=when(asked)))
    if as_json:
        show.print_json(wish_json(price, result))
    else:
        _print_wish(price, result, len(problem.projects))
        show.say("  a wish that is granted is a waiver: must_select or must_not with waived_by and reason", "dim")
    return show.DONE if price.benefit is not None else show.WRONG


def _opened(
    path: Path, inputs: Path | None, projects: Sequence[str], *, as_json: bool
) -> tuple[workspace.Plan, Result] | None:
    """Return a plan in which all of these projects have an option, or None after saying what is wrong."""
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return None
    plan, _ = found
    findings = unknown_projects(plan, projects)
    barred = {entry.project: entry.detail for entry in plan.question.problem.barred}
    for project in projects:
        if project in barred:
            what = f'Project "{project}" has no option in this plan, so that solving again cannot bring it in.'
            findings.append(Finding("E609", what, found=barred[project], fix="Look at its reason: kaimen explain."))
    if findings:
        show.tell(findings, as_json=as_json)
        return None
    return found


def _once(projects: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(projects))


def _words(pinned: tuple[str, ...], excluded: tuple[str, ...]) -> str:
    parts = [f"with {', '.join(pinned)}"] if pinned else []
    return " and ".join([*parts, *([f"without {', '.join(excluded)}"] if excluded else [])])


def _print_wish(price: Wish, result: Result, projects: int) -> None:
    words = _words(price.pinned, price.excluded)
    least = price.least_loss(result.benefit)
    if price.loss is None:
        why = "no plan can have it" if price.bound is None else "none was found within the work allowed"
        show.say(f"\nSolved again {words}: {why}.", "bold")
    else:
        free = "all projects" if price.whole else f"{price.free:,} of {projects:,} projects"
        share = f" ({percent(price.loss / price.base, 2)})" if price.base > 0 else ""
        show.say(f"\nSolved again {words}: the plan loses {figure(price.loss, 1)}{share}.", "bold")
        end = "the best of these" if price.settled else "the search did not come to its end"
        show.say(f"  {free} free to change; {end}", "dim")
    if least > 0:
        show.say(f"  proved: at least {figure(least, 1)}, by the price bound of the plans {words}")
    for head, names in (("leaves", price.leaves), ("enters", price.enters)):
        if names:
            show.say(f"  {head}: {_listed(names)}")
    if price.moves:
        moves = [f"{name} ({before} to {after})" for name, before, after in price.moves]
        show.say(f"  starts at another time: {_listed(moves)}")
    if price.base > result.benefit:
        more = figure(price.base - result.benefit, 1)
        show.say(f"  a plan better by {more} lies near this one, and losses are counted from it; solve for longer")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8:,} more" if len(names) > 8 else "")


def _print_options(resolved: Resolved) -> None:
    known = [
        f"{entry.option.start}{f' on {entry.option.site}' if entry.option.site else ''} "
        + ("none found" if entry.loss is None else f"loses {figure(entry.loss, 1)}")
        for entry in resolved.options
    ]
    if known:
        show.say("  by start: " + "; ".join(known))


def _print_admits(resolved: Resolved) -> None:
    for number, change in enumerate(resolved.admits):
        head = "  to enter:  " if number == 0 else "  or         "
        show.say(head + _admit_words(change))


def _admit_words(change: Checked) -> str:
    what = f"{change.name} {CHANGES[change.code]}".lstrip()
    if change.enough is None:
        whole = "not even without it" if change.code == "demand_down" else f"not with {figure(change.tried)} more"
        return f"{what}: {whole}" + _at_prices(change)
    share = f" ({percent(change.share, 1)})" if change.share is not None else ""
    return f"{what} by {figure(change.enough)} {change.unit}".rstrip() + share + _at_prices(change)


def _at_prices(change: Checked) -> str:
    if change.at_prices is None:
        return ""
    enough = change.enough is not None and change.at_prices >= change.enough
    amount = f"{figure(change.at_prices)} {change.unit}".rstrip()
    return f"; at these prices {amount}" + ("" if enough else ", which is not enough")
