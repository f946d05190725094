"""How English tells when."""

from __future__ import annotations

from annotate.dates.grammar import Grammar, Turn, pattern, rules, telling_words
from annotate.dates.shapes import SHARED
from annotate.dates.vocabulary import vocabulary

_WORDS = vocabulary("en")

_TURNS: dict[str, Turn] = (
    dict.fromkeys(("last", "past", "the last", "this past", "the past", "previous", "these past"), (-1, "publication"))
    | dict.fromkeys(("next", "this coming", "the coming", "coming", "the next", "this next"), (1, "publication"))
    | {"this": (0, "publication"), "the": (0, "publication"), "over the": (0, "publication")}
    | dict.fromkeys(("the following", "following", "later", "after", "afterwards", "afterward"), (1, "text"))
    | dict.fromkeys(("the previous", "the preceding", "preceding", "earlier", "before", "prior"), (-1, "text"))
    | dict.fromkeys(("that", "the same", "that same"), (0, "text"))
    | {"the next": (1, "text"), "recent": (-1, "publication"), "from now": (1, "publication")}
)
_PARTS = {
    "early": "start", "earlier": "start", "start": "start", "beginning": "start", "mid": "middle", "middle": "middle",
    "late": "end", "later": "end", "end": "end", "morning": "morning", "afternoon": "afternoon", "evening": "evening",
    "night": "night", "tonight": "night", "noon": "noon",
}  # fmt: skip
_ADVERBS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}

_PART_OF_DAY = "morning|afternoon|evening|night"
_PART = "early|mid|late|(?:the )?(?:start|beginning|end|middle) of"
_A_UNIT = "week|month|year|decade|quarter"
_NTH = r"(?:st|nd|rd|th)?(?!\w)"
_LAST_OR_NEXT = "last|this past|this coming|next"

_SHAPES = [
    ("month", "calendar", rf"(?:(?<!super )(?<!black )(?<!cyber )(?<!good )"
     rf"(?P<weekday><ANY_WEEKDAY>),? )?<+MONTH> <+DAY>{_NTH}(?:,? <+YEAR>)?"),
    ("month", "calendar", rf"(?:(?<!super )(?<!black )(?<!cyber )(?<!good )(?P<weekday><ANY_WEEKDAY>),? )?"
     rf"(?:the )?<+DAY>{_NTH}(?: of)? <+MONTH>(?:,? <+YEAR>)?"),
    ("month", "days", rf"(?:(?P<lead>from|between) )?<+MONTH> <+DAY>{_NTH}(?: ?- ?| to | through "
     rf"| until )<+DAY2>{_NTH}(?:,? <+YEAR>)?"),
    ("month", "days", rf"(?P<lead>between) <+MONTH> <+DAY>{_NTH} and <+DAY2>{_NTH}(?:,? <+YEAR>)?"),
    ("month", "days", rf"(?:(?P<lead>from|between) )?(?:the )?<+DAY>{_NTH}(?: ?- ?| to | through | until | and )"
     rf"(?:the )?<+DAY2>{_NTH}(?: of)? <+MONTH>(?:,? <+YEAR>)?"),
    ("month", "months", r"(?:from|between) <+MONTH>(?: <+YEAR>)? (?:to|and|through|until) <+MONTH2>(?:,? <+YEAR2>)?"),
    ("month", "months", r"<+MONTH>(?:,? <+YEAR>)?(?: ?- ?| to | through | and )<+MONTH2>,? <+YEAR2>"),
    ("month", "month", rf"(?:(?P<part>{_PART})[ -])?<+MONTH>(?: of)?,? <+YEAR>"),
    ("month", "month", rf"(?P<part>{_PART})[ -](?:(?P<turn>{_LAST_OR_NEXT}|this) )?(?P<month><WHOLE_MONTH>)"),
    ("month", "month", rf"(?P<turn>{_LAST_OR_NEXT}|this) (?P<month><WHOLE_MONTH>)"),
    ("month", "month", r"(?:in|since|until|till|by|through|during|from|before|after|month of) (?P<at>"
     r"(?P<month><WHOLE_MONTH>))"),
    ("month", "week_of", rf"(?:the )?week of <+MONTH> <+DAY>{_NTH}(?:,? <+YEAR>)?"),
    ("weekday", "weekday", rf"(?:(?P<turn>{_LAST_OR_NEXT}|this|the following|the previous|that) )?<+WEEKDAY>(?: "
     rf"(?P<part>{_PART_OF_DAY}))?"),
    ("word", "adverb", rf"(?P<adverb>the day before yesterday|the day after tomorrow|yesterday|today|tomorrow"
     rf"|tonight|last night)(?: (?P<part>{_PART_OF_DAY}))?"),
    ("word", "today", rf"(?:this|(?P<there>that)) (?P<part>{_PART_OF_DAY})"),
    ("word", "same_day", r"the same (?:day|night|evening)|that (?:same )?day"),
    ("word", "eve", rf"the (?:(?P<part>{_PART_OF_DAY})|day) (?P<eve>before|after|prior|earlier|later)"),
    ("word", "eve", rf"the (?P<eve>next|following|previous|preceding) (?:(?P<part>{_PART_OF_DAY})|day)"),
    ("word", "eve", r"(?:on )?(?P<at>the (?P<eve>eve))"),
    ("unit", "unit", rf"(?P<turn>this|that|the same|that same) (?P<unit>{_A_UNIT})"),
    ("unit", "unit", rf"(?P<turn>last|next|this past|this coming|the following|the previous|the preceding|the next"
     rf"|the coming) (?P<unit>{_A_UNIT})(?! of)"),
    ("unit", "unit", rf"the (?P<unit>{_A_UNIT}) (?P<turn>before|after|prior)"),
    ("unit", "unit", rf"(?P<part>early|earlier|mid|late|later|(?:the )?(?:start|beginning|end|middle) of)[ -]"
     rf"(?P<turn>this|last|next|that) (?P<unit>{_A_UNIT})"),
    ("unit", "unit", r"(?P<part>(?:the )?(?:start|beginning|end|middle) of) (?P<turn>the) (?P<unit>week|month|year"
     r"|decade)"),
    ("unit", "ago", r"(?P<about>about |around |roughly |nearly |almost |some |more than |over )?(?P<count><COUNT>"
     r"|a few|several|some|many) <+UNIT> ago"),
    ("unit", "ahead", r"in (?P<about>about |around )?(?P<count><COUNT>|a few|several) <+UNIT>(?P<sure>'s? time)?"
     r"(?! of)"),
    ("unit", "later", r"(?P<count><COUNT>|a few|several) <+UNIT> (?P<turn>later|earlier|before|after|afterwards?"
     r"|prior|from now)"),
    ("unit", "few", r"(?P<at>(?:the |these )(?P<turn>past|last|next|coming) (?:<+COUNT>|few|several"
     r"|couple of) <+UNIT>)(?! of)"),
    ("unit", "few", r"(?:in|over|during|for|within|through|throughout) (?P<at>the (?P<turn>past|last|next|coming) "
     r"(?P<unit>week|month|year|decade))(?! of)"),
    ("unit", "few", r"(?:in|over|during|of) (?P<at>(?P<turn>recent) (?P<unit>days|weeks|months|years|decades))"),
    ("unit", "part_of_year", r"<+ORDINAL>[ -](?P<unit>quarter|half)(?: of| in)? (?:<+YEAR>|(?P<turn>this|last"
     r"|next) year)"),
    ("year", "part_of_year", r"Q(?P<ordinal>[1-4]) (?:of )?<+YEAR>"),
    ("season", "season", rf"(?:(?P<part>{_PART})[ -])?(?P<turn>{_LAST_OR_NEXT}|this) <+SEASON>"),
    ("season", "season", rf"(?:(?P<part>{_PART})[ -])?(?:the )?<+SEASON>(?: of|,)? <+YEAR>"),
    ("season", "season", r"(?:in|since|until|by|during|over|through|before|after|of) (?P<at>the <+SEASON>)(?! of)"),
    ("word", "weekend", rf"(?:over |at |during )?(?P<at>(?P<turn>{_LAST_OR_NEXT}|this|the past) weekend)"),
    ("word", "weekend", r"(?P<turn>over the) weekend"),
    ("year", "years", r"(?:from|between) <+YEAR> (?:to|and|through|until) <+YEAR2>"),
    ("year", "year", rf"(?P<part>{_PART})[ -]<+YEAR>"),
    ("year", "decade", r"(?:the )?(?:(?P<part>early|mid|late)[ -])?(?P<decade>(?:1[5-9]|20)\d0)s"),
    ("unit", "decade", r"the (?:(?P<part>early|mid|late)[ -])?'?(?P<decade>[2-9]0)s"),
]  # fmt: skip

_ZONE = r"(?: (?P<zone>[ECMP][SD]?T|GMT|UTC|CES?T|BST|Eastern|Central|Pacific)(?!\w))?"
_CLOCK = (
    r"(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m(?:\.|(?!\w))"
    rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!\w)){_ZONE}"
)
_BESIDE = {
    "since": r"(?<!\w)(?:since|ever since)(?: the)? \Z",
    "until": r"(?<!\w)(?:until|till|up to|through)(?: the)? \Z",
    "between": r"(?<!\w)(?:between|from)(?: the)? \Z",
    "about": r"(?<!\w)(?:around|about|circa|c\.)(?: the)? \Z",
    "clock_before": rf"(?<!\w)(?:at |around |by )?{_CLOCK},? ?(?:on )?\Z",
    "future": r"(?<!\w)(?:scheduled|set|due|expected|planned|slated|postponed|upcoming)"
    r"(?: \w+)?(?: for| on| until| to)? \Z",
    "by_then": r"(?<!\w)(?:by|until|before|ahead of)(?: the)? \Z",
    "joint": r" (?:and|to|through|until) (?:the )?",
    "clock_after": rf",? ?-? ?(?:(?:at|around|by|before|from) )?{_CLOCK}",
    "part_after": rf" (?:in the )?(?P<part>{_PART_OF_DAY})(?!\w)",
    "of": r" (?:of |before |after |prior to )?(?:the )?",
    "event": r" (?:the|a|an|his|her|their|its|our|of|that|this|to|every|each|[A-Z]\w+)\b",
}

ENGLISH = Grammar(
    language="en",
    words=_WORDS,
    rules=rules(_WORDS, [*SHARED, *_SHAPES]),
    telling=telling_words(
        _WORDS,
        {
            "unit": "week weeks month months year years decade decades quarter half days"
            " 20s 30s 40s 50s 60s 70s 80s 90s",
            "word": "yesterday today tomorrow tonight day morning afternoon evening night eve weekend",
        },
    ),
    turns=_TURNS,
    parts=_PARTS,
    adverbs=_ADVERBS,
    beside={name: pattern(_WORDS, shape, whole=False) for name, shape in _BESIDE.items()},
)
