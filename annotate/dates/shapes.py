"""Expressions that look alike in every language: numbers with signs between them."""

from __future__ import annotations

CLOCK_24 = r"(?P<hour>[01]?\d|2[0-3]) ?(?::|h|heures?) ?(?P<minute>[0-5]\d)?(?: ?min)?(?!\w|:)"

SHARED = [
    ("year", "numbers", r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
     r"(?:[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"),
    ("year", "numbers", r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:1[5-9]|20)\d\d)"),
    ("year", "years", r"(?P<year>(?:1[5-9]|20)\d\d)[-/](?P<year2>(?:1[5-9]|20)\d\d|\d\d)(?![-/:.,]?\d)"),
    ("year", "year", r"<+YEAR>"),
]  # fmt: skip
