"""Currencies as texts name them: signs, codes and words, with their ISO 4217 codes.

A name that several currencies have is read by what else the text says: `francs` by CFA or Switzerland, `livres` by
sterling. F CFA is XOF, though Central Africa's XAF is written alike.
"""

from __future__ import annotations

import re
from decimal import Decimal

# What stands before a number.
SIGNS = {
    "US$": "USD", "US $": "USD", "U.S. $": "USD", "CA$": "CAD", "C$": "CAD", "CAD $": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB",
    "USD": "USD", "CAD": "CAD", "CHF": "CHF", "EUR": "EUR", "GBP": "GBP", "AUD": "AUD", "Fr.": "CHF",
}  # fmt: skip

_DOLLARS = (
    (r"(?:US|U\.S\.|American) dollars?|dollars? (?:US|américains?)|bucks?|\$ ?US|US\$|USD", "USD"),
    (r"Canadian dollars?|dollars? canadiens?|\$ ?CAN?|CA?\$|CAD", "CAD"),
    (r"Australian dollars?|dollars? australiens?|AU?\$|AUD", "AUD"),
    (r"dollars?|\$", "USD"),
)
_FRANCS = (
    (r"F ?CFA|francs? CFA|CFA francs?|XOF|CFA", "XOF"),
    (r"francs? suisses?|Swiss francs?|CHF", "CHF"),
    (r"francs? français|French francs?|FRF", "FRF"),
    (r"francs?", "franc"),
)
_POUNDS = (
    (r"livres? sterling|pounds? sterling|pounds?|quid|GBP|£", "GBP"),
    (r"livres?", "livre"),
)
_HUNDREDTHS = (
    (r"(?:centimes?|cents?) d'euros?|euro[ -]cents?", "EUR"),
    (r"(?:centimes?|cents?) de dollars?", "USD"),
    (r"centimes? de francs?(?: suisses?)?", "CHF"),
    (r"pence|pennies|penny", "GBP"),
    (r"centimes?", "centime"),
    (r"cents?", "cent"),
)
_OTHERS = (
    (r"euros?|€|EUR|balles", "EUR"),
    (r"yens?|¥", "JPY"),
    (r"yuans?|renminbi", "CNY"),
    (r"roubles?|rubles?|₽", "RUB"),
    (r"roupies?|rupees?|₹", "INR"),
    (r"dirhams?", "MAD"),
    (r"reals|reais", "BRL"),
)
_NAMES = (*_HUNDREDTHS, *_DOLLARS, *_FRANCS, *_POUNDS, *_OTHERS)
_KNOWN = [(re.compile(names, re.IGNORECASE), code) for names, code in _NAMES]
_CENTS = [re.compile(names, re.IGNORECASE) for names, _ in _HUNDREDTHS]

BEFORE = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
AFTER = "|".join(f"(?:{names})" for names, _ in _NAMES)

_CFA = re.compile(r"CFA|Sénégal|Ivoire|ivoirien|Mali|Bénin|Togo|Burkina|Dakar|Abidjan", re.IGNORECASE)
_FRENCH_FRANC = re.compile(r"(?:anciens|nouveaux) francs|(?:19[0-8]\d|199\d)")
_SWISS = re.compile(r"suisse|swiss|genev|genèv|vaud|lausanne|zurich|\bBerne?\b|\bCHF\b", re.IGNORECASE)
_STERLING = re.compile(r"sterling|£|britanni|anglais|londres|royaume-uni|labour|brexit", re.IGNORECASE)
_EURO = re.compile(r"euro|€", re.IGNORECASE)
_MANY = 100  # so many livres are money rather than books


def currency(name: str, text: str, amount: Decimal) -> str | None:
    """ISO 4217 of a currency's name or sign found in a text; None where it means no money: 15 livres."""
    if name in SIGNS:
        return SIGNS[name]
    code = next(code for names, code in _KNOWN if names.fullmatch(name))
    if code == "franc":
        return _franc(text)
    if code == "livre":
        return "GBP" if amount >= _MANY or _STERLING.search(text) else None
    if code == "centime":
        return "EUR" if _EURO.search(text) or "franc" not in text else _franc(text)
    if code == "cent":
        return "EUR" if _EURO.search(text) and "dollar" not in text and "$" not in text else "USD"
    return code


def _franc(text: str) -> str:
    if _CFA.search(text):
        return "XOF"
    return "FRF" if _FRENCH_FRANC.search(text) and not _SWISS.search(text) else "CHF"


def is_hundredth(name: str) -> bool:
    """Whether a currency's name means a hundredth of it."""
    return any(names.fullmatch(name) for names in _CENTS)
