"""Changes to a plan's certificate: wrong ones, and harmless ones with the bound that then follows."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from kaimen.quantity import decimal_text
from tests.evaluator import Question
from tests.formats.plan_changes import Draft
from tests.formats.plan_judge import gap_of
from tests.formats.witness_judge import certified_bound

Certificate = dict[str, Any]
Change = Callable[[random.Random, Draft], bool]
_LINES = ("quotas", "funds", "shares", "rules", "cuts")


def restate_certified(question: Question, document: dict[str, Any]) -> None:
    """State the certified bound, and its gap, that a certificate gives whether or not its witnesses hold."""
    bound = certified_bound(question, document)
    reached = Fraction(document["benefit"])
    document["bounds"]["certified"] = None if bound is None else decimal_text(bound)
    document["gaps"]["certified"] = None if bound is None else decimal_text(gap_of(bound, reached))


def _certificate(draft: Draft) -> Certificate:
    found: Certificate = draft.document.get("certificate") or {"cuts": [], "leaves": [], "decisions": []}
    return found


def _words(row: Certificate, part: str) -> list[str]:
    found: list[str] = row.get(part, "").split()
    return found


def _on_a_cut(change: Callable[[random.Random, Certificate, Certificate], bool]) -> Change:
    def changed(rng: random.Random, draft: Draft) -> bool:
        certificate = _certificate(draft)
        used = {key.partition(":")[0] for leaf in certificate["leaves"] for key in _words(leaf, "cuts")}
        cuts = [row for row in certificate["cuts"] if row["key"] in used] or certificate["cuts"]
        return any(change(rng, certificate, cut) for cut in rng.sample(cuts, len(cuts)))

    return changed


def _cut_lowered(rng: random.Random, _: Certificate, cut: Certificate) -> bool:
    cut["most"] = str(int(cut["most"]) - rng.choice((1, 1, 2)))
    return True


def _cut_widened(rng: random.Random, certificate: Certificate, cut: Certificate) -> bool:
    """Put another option into the set."""
    mine = {key.partition(":")[0] for key in _words(cut, "options")}
    others = [row["key"] for row in certificate["options"] if row["key"] not in mine]
    if not others:
        return False
    cut["options"] = " ".join([*_words(cut, "options"), *rng.sample(others, min(len(others), rng.choice((1, 3))))])
    return True


def _cut_swapped(rng: random.Random, certificate: Certificate, cut: Certificate) -> bool:
    words = _words(cut, "options")
    words.pop(rng.randrange(len(words)))
    cut["options"] = " ".join(words)
    return _cut_widened(rng, certificate, cut)


def _cut_weighted(rng: random.Random, _: Certificate, cut: Certificate) -> bool:
    words = _words(cut, "options")
    number = rng.randrange(len(words))
    key, weight = words[number].partition(":")[::2]
    words[number] = f"{key}:{int(weight or 1) + rng.choice((1, 2, 5))}"
    cut["options"] = " ".join(words)
    return True


def _cut_on_another_row(rng: random.Random, certificate: Certificate, cut: Certificate) -> bool:
    part = next(part for part in ("quotas", "funds", "rules") if part in cut)
    others = [row["key"] for row in certificate[part] if row["key"] not in _words(cut, part)]
    if not others:
        return False
    cut[part] = rng.choice(others)
    return True


def _cut_sloped(rng: random.Random, _: Certificate, cut: Certificate) -> bool:
    slope = Fraction(cut.get("slope", "0")) * rng.choice((0, 0, Fraction(1, 2)))
    if "slope" not in cut:
        return False
    cut["slope"] = decimal_text(slope)
    return True


def _cut_of_another_kind(_: random.Random, __: Certificate, cut: Certificate) -> bool:
    cut["kind"] = {"cover": "clique", "clique": "cover"}[cut["kind"]]
    return True


def _priced(certificate: Certificate, parts: tuple[str, ...]) -> list[tuple[Certificate, str, int]]:
    return [(leaf, p, n) for leaf in certificate["leaves"] for p in parts for n, _ in enumerate(_words(leaf, p))]


def _line_price(parts: tuple[str, ...], *factors: Fraction | int) -> Change:
    def changed(rng: random.Random, draft: Draft) -> bool:
        places = [
            (leaf, part, number)
            for leaf, part, number in _priced(_certificate(draft), parts)
            if ":" in _words(leaf, part)[number]
        ]
        if not places:
            return False
        leaf, part, number = rng.choice(places)
        words = _words(leaf, part)
        key, _, price = words[number].partition(":")
        words[number] = f"{key}:{decimal_text(Fraction(price) * rng.choice(factors))}"
        leaf[part] = " ".join(words)
        return True

    return changed


def _leaf_dropped(rng: random.Random, draft: Draft) -> bool:
    leaves = _certificate(draft)["leaves"]
    if leaves:
        leaves.pop(rng.randrange(len(leaves)))
    return bool(leaves)


def _greatest_leaf_dropped(_: random.Random, draft: Draft) -> bool:
    """Leave out the leaf that the bound comes from: what somebody would do who wants a better bound."""
    certificate = _certificate(draft)
    if len(certificate["leaves"]) < 2:
        return False
    question = Question(draft.library, draft.scenario)
    certificate["leaves"].sort(key=lambda leaf: _bound_alone(question, draft, leaf))
    certificate["leaves"].pop()
    return True


def _bound_alone(question: Question, draft: Draft, leaf: Certificate) -> Fraction:
    alone = {"certificate": {**_certificate(draft), "leaves": [leaf]}}
    bound = certified_bound(question, alone)
    return Fraction(-(10**12)) if bound is None else bound


def _leaf_twice(rng: random.Random, draft: Draft) -> bool:
    leaves = _certificate(draft)["leaves"]
    if leaves:
        leaves.append(dict(rng.choice(leaves)))
    return bool(leaves)


def _decided(draft: Draft) -> list[tuple[Certificate, str, int]]:
    return _priced(_certificate(draft), ("yes", "no"))


def _side_changed(rng: random.Random, draft: Draft) -> bool:
    """Decide the other way in one leaf; a price goes, as its sign would be wrong."""
    places = _decided(draft)
    if not places:
        return False
    leaf, side, number = rng.choice(places)
    words = _words(leaf, side)
    key = words.pop(number).partition(":")[0]
    other = {"yes": "no", "no": "yes"}[side]
    leaf[side], leaf[other] = " ".join(words), " ".join([*_words(leaf, other), key])
    return True


def _decision_dropped(rng: random.Random, draft: Draft) -> bool:
    places = _decided(draft)
    if not places:
        return False
    leaf, side, number = rng.choice(places)
    words = _words(leaf, side)
    words.pop(number)
    leaf[side] = " ".join(words)
    return True


def _decision_added(rng: random.Random, draft: Draft) -> bool:
    """Fix something more in one leaf only."""
    certificate = _certificate(draft)
    options = [row["key"] for row in certificate.get("options", [])]
    if not options:
        return False
    leaf = rng.choice(certificate["leaves"])
    key = f"new {len(certificate['decisions'])}".replace(" ", "-")
    certificate["decisions"].append({"key": key, "options": rng.choice(options), "most": "0"})
    side = rng.choice(("yes", "no"))
    leaf[side] = " ".join([*_words(leaf, side), key])
    return True


def _decision_about_others(rng: random.Random, draft: Draft) -> bool:
    """Make one leaf's decision about another set of options than the other leaves'."""
    certificate = _certificate(draft)
    places = _decided(draft)
    options = [row["key"] for row in certificate.get("options", [])]
    if not places or not options:
        return False
    leaf, side, number = rng.choice(places)
    words = _words(leaf, side)
    key = words[number].partition(":")[0]
    old = next(row for row in certificate["decisions"] if row["key"] == key)
    if "carry" in old:
        return False
    wanted = set(_words(old, "options")) ^ {rng.choice(options)}
    if not wanted:
        return False
    new = {**old, "key": f"{key}x", "options": " ".join(sorted(wanted))}
    certificate["decisions"].append(new)
    words[number] = new["key"]
    leaf[side] = " ".join(words)
    return True


def _count_changed(rng: random.Random, draft: Draft) -> bool:
    """Let the two sides of a count leave something between them, or both have it."""
    certificate = _certificate(draft)
    counts = {row["key"]: row for row in certificate["decisions"] if "carry" not in row}
    places = [(leaf, s, n) for leaf, s, n in _decided(draft) if _words(leaf, s)[n].partition(":")[0] in counts]
    if not places:
        return False
    leaf, side, number = rng.choice(places)
    words = _words(leaf, side)
    key, colon, price = words[number].partition(":")
    new = {**counts[key], "key": f"{key}y", "most": str(int(counts[key]["most"]) + rng.choice((1, 2)))}
    certificate["decisions"].append(new)
    words[number] = f"{new['key']}{colon}{price}"
    leaf[side] = " ".join(words)
    return True


def _dropped(_: random.Random, draft: Draft) -> bool:
    return draft.document.pop("certificate", None) is not None


def _gap_stated(rng: random.Random, draft: Draft) -> bool:
    gaps = draft.document["gaps"]
    if gaps.get("certified") is None:
        return False
    gaps["certified"] = decimal_text(Fraction(gaps["certified"]) + rng.choice((1, -1)) * Fraction(1, 10**6))
    return True


WITNESS_CHANGES: dict[str, Change] = {
    "cut lowered": _on_a_cut(_cut_lowered),
    "cut widened": _on_a_cut(_cut_widened),
    "cut's set": _on_a_cut(_cut_swapped),
    "cut's weight": _on_a_cut(_cut_weighted),
    "cut's row": _on_a_cut(_cut_on_another_row),
    "cut's slope": _on_a_cut(_cut_sloped),
    "cut's kind": _on_a_cut(_cut_of_another_kind),
    "cut's price flipped": _line_price(("cuts",), -1, -2),
    "leaf's price flipped": _line_price(("quotas", "funds", "shares"), -1, -2),
    "decision's price flipped": _line_price(("yes", "no"), -1, -2),
    "leaf dropped": _leaf_dropped,
    "greatest leaf dropped": _greatest_leaf_dropped,
    "decision's side": _side_changed,
    "decision dropped": _decision_dropped,
    "decision added": _decision_added,
    "decision about others": _decision_about_others,
    "count changed": _count_changed,
}
"""Made with the bound restated as if the witnesses held, so that only they are wrong."""

CERTIFIED_CHANGES: dict[str, Change] = {
    "cut's price": _line_price(("cuts",), 0, Fraction(1, 2), 3),
    "leaf's price": _line_price(("quotas", "funds", "shares", "rules"), 0, Fraction(1, 2), 3),
    "leaf twice": _leaf_twice,
    "certificate dropped": _dropped,
    "certified gap": _gap_stated,
}
"""Made without a word in the stated bound."""


# Harmless.


def fewer_cuts(rng: random.Random, document: dict[str, Any]) -> None:
    """Leave some cuts out, with their prices."""
    certificate = document["certificate"]
    gone = {row["key"] for row in certificate["cuts"] if rng.random() < 0.5}
    certificate["cuts"] = [row for row in certificate["cuts"] if row["key"] not in gone]
    for leaf in certificate["leaves"]:
        kept = [word for word in _words(leaf, "cuts") if word.partition(":")[0] not in gone]
        leaf["cuts"] = " ".join(kept)


def weaker_cuts(rng: random.Random, document: dict[str, Any]) -> None:
    """Let some cuts allow one more; a clique that does is a cover no longer proved by its pairs, so not those."""
    for row in document["certificate"]["cuts"]:
        if row["kind"] == "cover" and rng.random() < 0.6:
            row["most"] = str(int(row["most"]) + 1)


def worse_leaf_prices(rng: random.Random, document: dict[str, Any]) -> None:
    """Double some prices of some leaves, or leave them out."""
    for leaf in document["certificate"]["leaves"]:
        for part in _LINES:
            words = [word.partition(":") for word in _words(leaf, part)]
            kept = [(key, Fraction(price) * rng.choice((1, 1, 2))) for key, _, price in words if rng.random() < 0.8]
            leaf[part] = " ".join(f"{key}:{decimal_text(price)}" for key, price in kept)


def leaf_split(rng: random.Random, document: dict[str, Any]) -> None:
    """Split a leaf in two that have its prices."""
    certificate = document["certificate"]
    options = [row["key"] for row in certificate["options"]]
    if not options:
        return
    leaf = certificate["leaves"].pop(rng.randrange(len(certificate["leaves"])))
    key = f"s{len(certificate['decisions'])}s"
    chosen = rng.choice(options)
    used = {word.partition(":")[0] for side in ("yes", "no") for word in _words(leaf, side)}
    if any(row["options"] == chosen for row in certificate["decisions"] if row["key"] in used and "options" in row):
        certificate["leaves"].append(leaf)
        return
    certificate["decisions"].append({"key": key, "options": chosen, "most": "0"})
    for side in ("yes", "no"):
        certificate["leaves"].append({**leaf, side: " ".join([*_words(leaf, side), key])})


def other_keys(rng: random.Random, document: dict[str, Any]) -> None:
    """Call everything otherwise, and put entries of lines in another order."""
    certificate = document["certificate"]
    names = {
        kind: {row["key"]: f"{kind[0]}{n * 7}" for n, row in enumerate(certificate[kind])}
        for kind in ("options", "quotas", "funds", "shares", "rules", "cuts", "decisions")
    }
    for kind, known in names.items():
        for row in certificate[kind]:
            row["key"] = known[row["key"]]
    rows = [*certificate["cuts"], *certificate["decisions"], *certificate["leaves"]]
    parts = {"yes": "decisions", "no": "decisions", "carry": "quotas", **{kind: kind for kind in names}}
    for row in rows:
        for part, kind in parts.items():
            if isinstance(row.get(part), str):
                words = [word.partition(":") for word in _words(row, part)]
                rng.shuffle(words)
                row[part] = "  ".join(f"{names[kind][key]}{colon}{price}" for key, colon, price in words)


HARMLESS_WITNESSES = {
    "fewer cuts": fewer_cuts,
    "weaker cuts": weaker_cuts,
    "worse prices of leaves": worse_leaf_prices,
    "leaf split": leaf_split,
    "other keys": other_keys,
}
