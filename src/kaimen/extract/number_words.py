"""Words for numbers, one fact a row: extend the rows to read more."""

from __future__ import annotations

from decimal import Decimal

ENGLISH_NUMBERS: dict[str, int] = {
    word: value
    for value, word in [
        *enumerate(
            [
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
            ]
        ),
        *enumerate(["fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 15),
        *((10 * tens, word) for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy"], 2)),
        (80, "eighty"),
        (90, "ninety"),
        (12, "dozen"),
    ]
}
"""Words that count; those from one to ninety add up."""

ENGLISH_SCALES: dict[str, int] = {
    word: 10**power
    for power, words in {
        2: "hundred",
        3: "thousand",
        6: "million mln mn mil",
        9: "billion bln bn",
        12: "trillion trn tn",
        15: "quadrillion",
        5: "lakh",
        7: "crore",
    }.items()
    for word in words.split()
}
"""Words that multiply what stands before them."""

ENGLISH_SCALE_LETTERS: dict[str, int] = {"k": 10**3, "m": 10**6, "b": 10**9}
"""Letters written directly after digits; read only where a currency sign stands before the digits."""

ENGLISH_SHARES: dict[str, Decimal] = {"half": Decimal("0.5"), "third": Decimal(1) / 3, "quarter": Decimal("0.25")} | {
    word: Decimal(1) / parts
    for parts, word in enumerate(["fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 4)
}
"""Parts of a whole; the plural with an `s`."""

ENGLISH_MULTIPLES: dict[str, Decimal] = {
    word: Decimal(value)
    for value, words in {
        "0.5": "halve halved halving",
        "2": "double doubled doubling",
        "3": "triple tripled tripling treble trebled trebling",
        "4": "quadruple quadrupled quadrupling",
    }.items()
    for word in words.split()
}
"""Verbs that multiply what was."""

ENGLISH_ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}

CHINESE_DIGITS: dict[str, int] = {
    digit: value
    for value, digits in enumerate(["零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for digit in digits
}

CHINESE_SCALES: dict[str, int] = {
    scale: 10**power
    for power, scales in {1: "十拾", 2: "百佰", 3: "千仟", 4: "万", 8: "亿", 12: "兆"}.items()
    for scale in scales
}
"""Scales from 万 on multiply all that stands before them, the smaller ones only the digit before."""
