"""Numbers that are no figures: page and article numbers, versions, models, addresses, scores, ages, clock times."""

from __future__ import annotations

import re

from annotate.figures.counted import MONTHS

REACH = 30  # code points before a number in which what makes it none stands

_LABEL = re.compile(
    r"(?<!\w)(?:pages?|pp?\.|p|articles?|arts?\.|sections?|sect\.|§§?|chapitres?|chapters?|chap\.|ch\."
    r"|paragraphes?|paragraphs?|para"
    r"|alinéas?|notes?|n°s?|no\.|nos\.|nº|#|numéros?|numbers?|loi(?: n°)?|law|public law|title|titre"
    r"|figures?|fig\.|tableau|table|annexe"
    r"|appendix|annex|version|v\.?|rule|règle|amendement|amendment|decree|décret|proposition|prop\.|resolution"
    r"|résolution"
    r"|iOS|Android|Windows|Web|iPhone|iPad|Galaxy|Pixel|Boeing|Airbus|Channel|chaîne|room|bureau|salle|chambre"
    r"|étage|floor|flat"
    r"|gate|porte|route|highway|interstate|line|ligne|bus|tram|saison|season|épisode|episode|volume|vol\.|tome"
    r"|acte?|step|étape"
    r"|level|niveau|tier|grade|phase|question|point|type|category|catégorie|district|arrondissement|box"
    r"|apartment|apt\.?"
    r"|suite|formule|formula|ligue|league|top|day|jour|code|catch|studio|area|zone|item|lot|bp|cs|rn|radio|fm"
    r"|twitter_?|generation|génération|covid|world war|size|taille|vitamin|vitamine|article l\.|schedule|form"
    r"|formulaire|cerfa)"
    r"[ -]?(?:[A-Z]\.? ?)?\Z",
    re.IGNORECASE,
)
_STREET = re.compile(
    r" ?(?:bis|ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|quai|impasse|chemin|allées?|route|cours|faubourg)(?!\w)"
    r"|(?: [A-Z][\w.']*){1,3} (?:Streets?|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Square|Place|Court"
    r"|Terrace)(?!\w)"
)
_SCORE = re.compile(
    r"(\d{1,3})[-–](\d{1,3})(?![\d.,]\d| ?[%$€£])"
    r"(?P<won> (?:win|victory|defeat|lead|draw|loss|tie|score|victoire|défaite|match))?"
)
_POSTCODE = re.compile(r"\d{5} [A-Z]")
_EVERY = re.compile(r"(?<!\w)(?:tou(?:te)?s les|every|each|chaque) \Z", re.IGNORECASE)
_AGO_BEFORE = re.compile(
    r"(?<!\w)(?:il y a|il y avait|voilà|voici|ça fait|cela fait)(?: déjà| environ| à peine| près de| plus de"
    r"| moins de| presque| quelque)?(?: de)? \Z",
    re.IGNORECASE,
)
_AGO_AFTER = re.compile(
    r" (?:ago|plus tôt|plus tard|auparavant|back|en arrière|later|earlier)(?!\w)"
    r"| on(?= ?[.,;:!?»”\")]|\Z)|,? (?:après|after)(?= ?[.,;:!?»”\")]|\Z)",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"(?:(?<!\w)(?:âgée?s?|aged?|ages|âge) (?:d'environ |de plus de |de moins de |over |under |about )?(?:de |d'"
    r"|between |entre )?)\Z",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"[ -]years?[ -](?:olds?|of age)(?!\w)|-? (?:to|à) \d+[ -]years?[ -]olds?|-year-olds?(?!\w)"
    r"|[ -]months?[ -]olds?(?!\w)",
    re.IGNORECASE,
)
_YEARS = re.compile(r" ans(?!\w)")
_AGE_FRENCH = re.compile(
    r"(?:[A-Z][\w'-]+,|\(|(?<!\w)(?:[àÀ]|[Ll]es|[Aa]ux|[Dd]es|tranche des|[Pp]lus de|[Mm]oins de)"
    r"(?: plus de| moins de| près de)?) ?\Z"
)
_PERSON_OF = re.compile(
    r"(?<!\w)(?:femme|homme|garçon|fille|fils|bébé|joueu\w+|étudiante?|candidate?|militante?|jeunes?|adolescente?|mère"
    r"|père|retraitée?|avocate?|journaliste|députée?|maire|quadragénaire|influenceu\w+|chanteu\w+|enfants?|personnes?"
    r"|électeurs?|électrices?|Français\w*|femmes|hommes) (?:de|d')(?: plus de| moins de| près de)? ?\Z"
)
_AGE_OF = re.compile(
    r"(?<!\w)(?:avait|avaient|avais|avons|ai|a|ont|aura|fêté|fête|maintenant|[àÀ])"
    r" (?:que |seulement |déjà |alors |à peine |presque |près de )?\Z"
)
_AGE_ENDS = re.compile(r" ans(?: ?[.,;:)»!?]| quand| lorsqu| et | au moment|\Z)")
_CONDITION = re.compile(r"(?:condamn|limit|réduit|port|pass|fix|prolong|peine|prison)\w* à \Z", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    r"(?<!\w)(?:à|vers|dès|jusqu'à|avant|le|du|au|d'ici|journal de|journal télévisé de|jt de|messe de|édition de"
    r"|coup de) \Z",
    re.IGNORECASE,
)
_HOURS = re.compile(r" heures?(?!\w)(?! (?:de |d'|par |sup))")
_EXACT_HOUR = re.compile(r" (?:heures?|h) (?:précises?|pile|du matin|du soir|de l'après-midi)")
_PHONE = re.compile(
    r"\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}|(?<!\d)0\d(?:[ .-]\d{2}){4}(?!\d)|\(\d{3}\) ?\d{3}[ -]\d{4}"
    r"|(?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)"
)
_TEN_DIGITS = re.compile(r"\d(?:\D{0,2}\d){9}")  # as every telephone number has that does not begin with +
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+@[\w.-]+|(?<!\w)[\w-]+\.(?:com|fr|org|net|ch|be|ca|eu|info|co\.uk)/\S+"
)
_CLOCK = re.compile(
    r" ?(?:h|a\.?m|p\.?m|o'clock)(?!\w)|[:.]\d| ?h ?\d\d| heures? (?:\d|du (?:matin|soir))|/\d", re.IGNORECASE
)
_SPAN = re.compile(r" ?h(?!\w)(?! ?\d)")
_SPAN_BEFORE = re.compile(
    r"(?<!\w)(?:en|sous|pendant|durant|moins de|plus de|d'ici|près de|environ|dernières) \Z", re.IGNORECASE
)
_MONTH_AFTER = re.compile(rf"(?:er)? (?:of )?{MONTHS}", re.IGNORECASE)
_MONTH_BEFORE = re.compile(rf"(?<!\w){MONTHS} \Z", re.IGNORECASE)
_YOUNGEST, _OLDEST = 12, 110
_MIDNIGHT = 24


def blocked(text: str) -> list[tuple[int, int]]:
    """Stretches of a text whose numbers are none: addresses and telephone numbers."""
    patterns = []
    if "@" in text or "/" in text or "www." in text:
        patterns.append(_ADDRESS)
    if "+" in text or _TEN_DIGITS.search(text) is not None:
        patterns.append(_PHONE)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def is_date(text: str, start: int, end: int) -> bool:
    """Whether a bare number is a day of a month or a time of day: 6 novembre, 10 p.m., 10:30."""
    return bool(
        (
            _CLOCK.match(text, end)
            and not (_SPAN.match(text, end) and _SPAN_BEFORE.search(text, max(0, start - REACH), start))
        )
        or _MONTH_AFTER.match(text, end)
        or _MONTH_BEFORE.search(text, max(0, start - REACH), start)
    )


def _is_span_in_hours(text: str, start: int, end: int) -> bool:
    """En 48 h."""
    return _SPAN.match(text, end) is not None and _SPAN_BEFORE.search(text, max(0, start - REACH), start) is not None


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a bare number names something: article 49, iOS 14, 14 rue des Lilas."""
    before = _LABEL.search(text, max(0, start - REACH), start)
    return before is not None or bool(_STREET.match(text, end) or _POSTCODE.match(text, start))


def is_model(written: str) -> bool:
    """Whether what looks like thousands is a standard's name: 4K."""
    return written in ("2K", "4K", "8K")


def is_score(text: str, start: int) -> bool:
    """Whether two numbers are a match's score: a 2-1 win, 6-4."""
    match = _SCORE.match(text, start)
    return match is not None and (int(match[1]) > int(match[2]) or match["won"] is not None)


def is_age(text: str, start: int, end: int, value: float) -> bool:
    """Whether a number is somebody's age; ages say who a person is and are no figures."""
    reach = max(0, start - REACH)
    if _AGE_AFTER.match(text, end) or (_AGE_BEFORE.search(text, reach, start) and value <= _OLDEST):
        return True
    years = _YEARS.match(text, end)
    if years is None or value > _OLDEST or _CONDITION.search(text, reach, start):
        return False
    if value >= _YOUNGEST and _AGE_ENDS.match(text, end) and _AGE_OF.search(text, reach, start):
        return True
    if value >= _YOUNGEST and _AGE_FRENCH.search(text, reach, start):
        return True
    return _PERSON_OF.search(text, reach, start) is not None


def is_moment(text: str, start: int, end: int, value: float) -> bool:
    """Whether hours or a span of time say when or how often: à vingt heures, il y a trois jours, every two weeks."""
    reach = max(0, start - REACH)
    if _EVERY.search(text, reach, start) or _AGO_BEFORE.search(text, reach, start):
        return True
    if _EXACT_HOUR.match(text, end):
        return True
    return value <= _MIDNIGHT and bool(_HOURS.match(text, end) and _CLOCK_BEFORE.search(text, reach, start))


def is_ago(text: str, end: int) -> bool:
    """Whether a span of time is counted from some day to another: two years ago, trois jours plus tard."""
    return _AGO_AFTER.match(text, end) is not None
