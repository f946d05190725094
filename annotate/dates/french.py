"""How French tells when."""

from __future__ import annotations

from annotate.dates.grammar import Grammar, Turn, pattern, rules, telling_words
from annotate.dates.shapes import CLOCK_24, SHARED
from annotate.dates.vocabulary import vocabulary

_WORDS = vocabulary("fr")

_TURNS: dict[str, Turn] = (
    dict.fromkeys(("dernier", "dernière", "passé", "passée", "écoulé", "écoulée"), (-1, "publication"))
    | dict.fromkeys(("derniers", "dernières", "passés", "passées", "écoulés", "écoulées"), (-1, "publication"))
    | dict.fromkeys(("prochain", "prochaine", "prochains", "prochaines", "à venir"), (1, "publication"))
    | dict.fromkeys(("suivant", "suivante", "d'après"), (1, "text"))
    | dict.fromkeys(("précédent", "précédente", "d'avant"), (-1, "text"))
    | {"plus tard": (1, "text"), "après": (1, "text"), "même": (0, "text"), "là": (0, "text")}
    | {"plus tôt": (-1, "text"), "auparavant": (-1, "text"), "avant": (-1, "text")}
    | dict.fromkeys(("ce", "cet", "cette", "ce même"), (0, "publication"))
    | {"veille": (-1, "text"), "avant-veille": (-2, "text"), "lendemain": (1, "text"), "surlendemain": (2, "text")}
)
_PARTS = {
    "début": "start", "courant": "middle", "milieu": "middle", "mi": "middle", "fin": "end",
    "matin": "morning", "matinée": "morning", "midi": "noon", "après-midi": "afternoon", "soir": "evening",
    "soirée": "evening", "nuit": "night",
}  # fmt: skip
_ADVERBS = {"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "demain": 1, "après-demain": 2}

_MONTH_TURN = "dernier|passé|prochain|suivant|précédent"
_TURN = (
    "dernier|dernière|passée?|écoulée?|prochaine?|à venir|suivante?|précédente?|d'avant"
    r"|d'après(?! (?:l[aeo]|les|une?|des|ce|cette|son|sa|ses|nos|eux|lui|elle)(?!\w)| l')"
)
_PART_OF_DAY = "matin|matinée|midi|après-midi|soir|soirée|nuit"
_PART = "début|fin|mi|courant|milieu"
_A_UNIT = "semaine|mois|année|an|trimestre|semestre|décennie"

_SHAPES = [
    ("month", "calendar", r"(?:(?<!super )(?P<weekday><ANY_WEEKDAY>),? (?:le )?)?(?P<day><DAY>|premier)"
     r"(?:er)? <+MONTH>"
     rf"(?:,? (?:de )?<+YEAR>| (?P<turn>{_MONTH_TURN}))?"),
    ("month", "days", r"(?:(?P<lead>(?:la )?nuit du|du|entre le) )?(?:<WEEKDAY> )?<+DAY>(?:er)?(?: ?- ?| au | et"
     r"(?: le)? )"
     r"(?:<WEEKDAY> )?<+DAY2> <+MONTH>(?: <+YEAR>)?"),
    ("month", "months", r"(?:de |d'|entre )<+MONTH>(?: <+YEAR>)? (?:à|et) <+MONTH2>(?: <+YEAR2>)?"
     ),
    ("month", "months", r"<+MONTH>(?: <+YEAR>)?(?:-| à | et )<+MONTH2> <+YEAR2>"),
    ("month", "month", rf"(?P<part>{_PART})(?: de |-| )(?:mois de )?<+MONTH>(?: <+YEAR>)?(?: "
     rf"(?P<turn>{_MONTH_TURN}))?"),
    ("month", "month", rf"<+MONTH>(?: (?:de )?<+YEAR>| (?P<turn>{_MONTH_TURN}))"),
    ("month", "month", r"(?:en|depuis|dès|d'ici|avant|après|jusqu'en|mois de|mois d') ?(?P<at>"
     r"(?P<month><WHOLE_MONTH>))"),
    ("month", "week_of", r"(?:la )?semaine du <+DAY>(?:er)? <+MONTH>(?: <+YEAR>)?"),
    ("weekday", "weekday", rf"(?:(?:le |du |au |un )(?=<WEEKDAY> (?:{_TURN})))?(?P<at>(?:(?P<this>ce"
     rf"|ce même) )?<+WEEKDAY>"
     rf"(?: (?P<part>{_PART_OF_DAY}))?(?: (?P<turn>{_TURN}))?)"),
    ("weekday", "night", r"(?:(?:la )?nuit (?:de|du) )<+WEEKDAY>(?: (?:à|au) <+WEEKDAY2>)?"),
    ("word", "adverb", rf"(?P<adverb>avant-hier|après-demain|hier|aujourd'hui|demain)(?: (?:au )?"
     rf"(?P<part>{_PART_OF_DAY}))?"),
    ("word", "today", r"(?:ce|cet|cette) (?P<part>matin|midi|soir|après-midi|nuit)(?P<there>-là)?"),
    ("word", "last_night", r"(?:la )?nuit dernière"),
    ("word", "same_day", r"le (?:jour|soir|matin) même|le même (?:jour|soir)|ce jour-là"),
    ("word", "eve", r"(?:l'|la |le |au |à la )(?P<eve>avant-veille|veille|surlendemain|lendemain)(?: (?:au )?"
     r"(?P<part>matin|soir))?"),
    ("unit", "unit", rf"(?P<this>cette|cet|ce) (?P<unit>{_A_UNIT})(?:-(?:ci|(?P<there>là)))?"),
    ("unit", "unit", rf"(?:la |le |l')(?P<unit>{_A_UNIT}|jour) (?P<turn>{_TURN})"),
    ("unit", "unit", rf"(?:la |le )(?P<there>même) (?P<unit>{_A_UNIT})"),
    ("unit", "unit", rf"(?P<part>{_PART})(?: de la | de l'| de | d'| du |-)(?P<unit>semaine|mois|année|an|trimestre"
     rf"|semestre)(?: (?P<turn>{_TURN}))?"),
    ("unit", "ago", r"(?:il y a|voilà|voici) (?P<about>environ |près de |à peine |presque |plus de |plus d')?"
     r"(?P<count><COUNT>|quelques|plusieurs|une (?:dizaine|quinzaine|vingtaine|trentaine) de) <+UNIT>"),
    ("unit", "ahead", r"dans (?P<about>environ )?(?P<count><COUNT>|quelques|plusieurs) <+UNIT>"),
    ("unit", "later", r"(?P<count><COUNT>|quelques|plusieurs) <+UNIT> (?P<turn>plus tard|plus tôt|auparavant|après"
     r"|avant)"),
    ("unit", "few", r"(?:ces|(?:au cours|lors|dans|durant|pendant|depuis|pour|sur)(?: des| de ces| les| ces)) "
     r"(?:<+COUNT> )?(?P<turn>derni(?:er|ère)s|prochaine?s|passée?s) <+UNIT>(?! d[eu'])"),
    ("unit", "few", r"ces (?:<+COUNT> )?<+UNIT> (?P<turn>derni(?:er|ère)s|passée?s|écoulée?s)"),
    ("unit", "part_of_year", r"<+ORDINAL> (?P<unit>trimestre|semestre)(?: de)?(?: l'année)? <+YEAR>"),
    ("unit", "part_of_year", r"<+ORDINAL> (?P<unit>trimestre|semestre) de (?:(?P<this>cette) année|l'(?:an|année) "
     r"(?P<turn>dernier|dernière|prochaine?))"),
    ("year", "part_of_year", r"T(?P<ordinal>[1-4]) <+YEAR>"),
    ("season", "season", r"(?P<this>cet|ce) <+SEASON>"),
    ("season", "season", rf"(?:l'|le |au |du )?(?P<season>printemps|automne|hiver|(?<=')été)(?: (?P<turn>{_TURN})"
     rf"| <+YEAR>)"),
    ("season", "season", r"(?:à l'|durant l'|pendant l'|depuis l'|dès l'|d'ici l'|avant l'|après l'|au |d'ici au "
     r"|dès le |depuis le )(?P<at><+SEASON>)"),
    ("word", "weekend", r"(?:(?P<this>ce)|le|du|au|ce même) week-?end(?: (?P<turn>dernier|passé|prochain))?"),
    ("year", "years", r"(?:de |entre |d')<+YEAR> (?:à|et) <+YEAR2>"),
    ("year", "year", rf"(?P<part>{_PART})(?: de | d'|-| )(?:l'année )?<+YEAR>"),
    ("unit", "decade", r"(?:les |des |aux )?années (?P<decade>(?:1[5-9]|20)?\d0)"),
]  # fmt: skip

_BESIDE = {
    # before an expression
    "since": r"(?<!\w)(?:depuis|à partir d[eu]|à compter d[eu])(?: le| la| l')? ?\Z",
    "until": r"(?<!\w)jusqu'(?:à|au|en|aux)(?: le| la| l')? ?\Z",
    "between": r"(?<!\w)(?:entre(?: le| la| l')?|d[eu]) ?\Z",
    "about": r"(?<!\w)(?:vers|autour d[eu]|environ|aux environs d[eu])(?: le| la| l')? ?\Z",
    "issue": r"(?<!\w)(?:dans|selon|lire|voir|cf\.?|\() ?(?:(?i:le|la|les|l') ?)?(?-i:[A-Z]\S*)(?: (?-i:[A-Z]\S*))* "
    r"(?:daté )?du \Z",
    "clock_before": rf"(?<!\w)(?:à |vers |dès )?{CLOCK_24},? ?(?:le |ce )?\Z",
    "future": r"(?<!\w)(?:prévue?s?|attendue?s?|programmée?s?|fixée?s?|reportée?s?)"
    r"(?: \w+)?(?: à| au| le| pour)? ?\Z",
    "by_then": r"(?<!\w)(?:d'ici|avant|jusqu'à|jusqu'au|pour)(?: à| au| le| la| l')? ?\Z",
    # between two of them
    "joint": r" (?:et|à|au)(?: le| la| l')? ?",
    # after it
    "clock_after": rf",? ?-? ?(?:(?:à|vers|at|dès|@) )?{CLOCK_24}",
    "part_after": rf" (?:au |en |dans la )?(?P<part>{_PART_OF_DAY})(?!\w)",
    "of": r" (?:(?:du|de|d'|de la|de l') ?)?(?:le |la |l')?",
    "event": r" (?:d[eu'] ?|des |de la |de l'|le |la |les |l'|son |sa |ses |leur |ce |cette |cet |un |une )",
}

FRENCH = Grammar(
    language="fr",
    words=_WORDS,
    rules=rules(_WORDS, [*SHARED, *_SHAPES]),
    telling=telling_words(
        _WORDS,
        {
            "unit": "semaine semaines mois année années an ans jour jours trimestre semestre décennie décennies",
            "word": "hier demain aujourd matin midi soir nuit veille lendemain surlendemain weekend week",
        },
    ),
    turns=_TURNS,
    parts=_PARTS,
    adverbs=_ADVERBS,
    beside={name: pattern(_WORDS, shape, whole=False) for name, shape in _BESIDE.items()},
)
