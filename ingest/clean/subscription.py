"""Calls to subscribe, follow and give, and the words of a paywall, in French and English.

Written as `ingest.clean.phraselists`: patterns see the folded line from its start.
"""

from __future__ import annotations

import re

from ingest.clean.fold import fold

_END = r" ?[!.:…>»→▸›*]*"
MEDIA = (
    r"(?:newsletters?|infolettres?|lettres? (?:d'information|d'info|d'actu\w*|hebdomadaire)"
    r"|mailing list|e-?mail alerts?)"
)
_SUBSCRIBERS_FR = r"(?:abonnee?s?|adherents?|membres|inscrits)"
_SUBSCRIBERS_EN = r"(?:(?:digital |paid |paying |premium )?subscribers|members)"
_PIECE_FR = (
    r"(?:cet |l'|la |le |ce )?(?:article|contenu|suite(?: de (?:cet |l')article)?|acces|lecture|dossier|enquete)"
)
_PIECE_EN = r"(?:this|the|our)(?: (?:full|rest of (?:this|the)|premium))? (?:article|content|story|page|post)"
_NOT_QUOTED = r"[^.«»\"“”]"
_DIRECT = r"(?:our |the |your |a |all |this |my )?(?:(?!that |which |who )[\w'&-]+ ){0,3}"


def _whole(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")" + _END + "$"


# What stands where an article is cut off for those who have not paid or signed in.
WALLS: tuple[str, ...] = (
    rf"(?:{_PIECE_FR}(?: integrale?| complete?| vous)? ?(?:est |sont )?)?(?:exclusivement |uniquement )?"
    rf"(?:reservee?s?|accessible) (?:uniquement |exclusivement )?(?:aux|a nos) (?:seuls )?{_SUBSCRIBERS_FR}\b"
    rf"{_NOT_QUOTED}{{0,50}}{_END}$",
    rf"{_PIECE_EN} (?:is|are) (?:\w+ )?(?:available |reserved )?(?:\w+ )?(?:for|to) (?:our )?{_SUBSCRIBERS_EN}\b"
    r".{0,60}$",
    rf"(?:cet article|la suite(?: de cet article)?|ce contenu|{_PIECE_EN})(?: vous)? (?:est|is)"
    r" (?:reservee?s?|reserved|exclusively|only available)(?: aux| a nos| for| to)\b",
    r"(?:abonnez-vous|inscrivez-vous|connectez-vous|identifiez-vous|creez (?:un|votre) compte)"
    rf"\b{_NOT_QUOTED}{{0,60}}\b(?:lire|poursuivre|acceder|continuer)\b{_NOT_QUOTED}{{0,60}}"
    rf"\b(?:suite|lecture|article|articles|contenus?|acces)\b{_NOT_QUOTED}{{0,60}}{_END}$",
    rf"(?:pour|afin de|envie de) (?:lire|poursuivre|acceder|decouvrir|continuer)\b{_NOT_QUOTED}{{0,80}}"
    r"\b(?:abonnez-vous|inscrivez-vous|connectez-vous|identifiez-vous|creez un compte|nos abonnements?)\b",
    r"il (?:vous )?reste \d{1,3}(?:[.,]\d+)? ?% (?:de (?:cet |l')article )?a (?:lire|decouvrir)",
    r"(?:please )?(?:subscribe|sign ?up|sign in|log ?in|register|create (?:a free |an |your )?account|become a member)"
    rf"\b{_NOT_QUOTED}{{0,40}}\bto (?:(?:continue|keep|finish) reading|(?:read|access|unlock|view) (?:the |this |our )?"
    r"(?:full |rest|entire |whole |complete |unlimited )?(?:of )?(?:the |this )?"
    r"(?:articles?|story|stories|content|post))"
    rf"\b{_NOT_QUOTED}{{0,60}}{_END}$",
    rf"to (?:continue|keep|finish|read|unlock|access)\b{_NOT_QUOTED}{{0,60}}\b(?:reading|article|story|content)\b"
    rf"{_NOT_QUOTED}{{0,40}}\b(?:subscribe|sign in|sign up|log in|register|subscription|create an account)\b",
    r"(?:to continue reading|pour (?:lire la suite|continuer (?:la|votre) lecture)),? ",
    rf"(?:vous avez|you(?: have|'ve)) (?:\w+ ){{0,2}}(?:lu|atteint|depasse|utilise|read|reached|used|hit)\b"
    rf"{_NOT_QUOTED}{{0,50}}\b(?:articles? (?:gratuits?|offerts?|ce mois|this month|left)"
    r"|free (?:articles?|stories))\b.{0,60}$",
    r"you have (?:\w+ )?(?:free )?articles? (?:left|remaining)",
)
# What is also a label on other articles, or stands in a menu: a wall only right beside the article.
LABELS: tuple[str, ...] = (
    rf"{_PIECE_FR}? ?(?:exclusivement |uniquement )?reservee?s? (?:aux|a nos) (?:seuls )?{_SUBSCRIBERS_FR}{_END}$",
    rf"(?:exclusive(?:ly)? |only )?(?:for|to) (?:our )?{_SUBSCRIBERS_EN}(?: only)?{_END}$",
    rf"subscribers?[- ](?:only|exclusive)(?: (?:article|content|story))?{_END}$",
    _whole(
        r"(?:vous etes )?(?:deja|already) .{0,30}(?:abonnee?|inscrite?|subscribed|subscribers?|members?|account|compte)"
        r" ?\??.{0,40}",
    ),
)
CALLS: tuple[str, ...] = (
    _whole(
        r"(?:(?:gratuit|nos|our|la|les|the|toutes (?:les|nos)) )?" + MEDIA + r"(?: gratuites?)?",
        r"(?:inscri(?:vez|s)-(?:vous|toi)|s'inscrire|je m'inscris|abonne[rz]?-vous|s'abonner|je m'abonne|m'abonner"
        r"|inscription|abonnement)"
        r"(?: (?:aujourd'hui|maintenant|ici|gratuitement|tout de suite|des (?:maintenant|aujourd'hui)|en ligne|vite"
        r"|a partir de .{1,30}|pour .{1,20} ?€.{0,20}|au journal|au fil rss))*",
        r"(?:subscribe|sign ?up|register|join|join us)(?: (?:now|today|here|free|for free|for updates|by email"
        r"|via email|to (?:the|our) (?:feed|blog|channel|podcast)))*",
        r"(?:enter|saisissez|entrez|indiquez|votre|your)(?: votre| your)? (?:adresse )?(?:e-?mail|email"
        r"|courriel)(?: address)?(?: \*)?(?: (?:to|pour|here|ici)\b.{0,80})?",
        r"offrir cet article|lire plus tard|ajouter a (?:mes|vos) (?:favoris|articles)|save for later"
        r"|gift this article",
        r"(?:faire|faites) un don|je (?:donne|soutiens|fais un don)|donate(?: now| today| here)?|make a donation"
        r"|soutenez-nous|support us|devene[rz] (?:membre|adherente?|mecene|abonnee?)"
        r"|become a (?:member|patron|supporter|subscriber)",
        r"(?:voir |decouvrir |toutes )?(?:les |nos )?offres(?: d'abonnement)?"
        r"|see (?:our )?(?:offers|subscription options)"
        r"|start your (?:free )?trial|(?:essai|testez|essayez) gratuit(?:ement)?|free trial|abonnee?s",
        r"(?:suivre|suivez|follow) (?:ce|le|this|our|notre) (?:blog|site|carnet|newsletter)"
        r"(?: (?:par|by|via) .{1,20})?",
    ),
    rf"(?:s'abonner|m'abonner|je m'abonne|abonnez-vous) (?:a|au|aux|par|via|sur) {_NOT_QUOTED}{{2,60}}{_END}$",
    r"(?:rejoignez|rejoindre) (?:les |nos |plus de )?\d[\d .,]{0,9}(?:autres )?(?:abonnee?s|lecteurs|inscrits|membres)"
    r"\b.{0,60}$",
    r"join (?:our |the |over |more than )*\d[\d.,km+ ]{0,9}(?:other )?(?:subscribers|followers|readers|members)\b"
    r".{0,60}$",
    r"(?:saisissez|entrez|indiquez|enter|provide|renseignez)\b[^.]{0,30}\b(?:adresse|address|e-?mail|courriel)\b[^«»\"“”]"
    r"{0,200}\b(?:abonner|notifications?|subscribe|follow|newsletters?|recevoir|receive)\b",
    r"(?:merci (?:de|pour) votre (?:inscription|abonnement)|thank(?:s| you) for (?:subscribing|signing up)"
    r"|vous etes (?:bien|desormais) (?:inscrite?|abonnee?))\b.{0,80}$",
    r"(?:soutenez|support|aidez)(?:-nous)? (?:notre|nos|un|une|le|la|our|local|independent|quality)"
    rf" (?:{_NOT_QUOTED}{{0,30}} )?(?:journalisme|redaction|media|journal|site|blog|journalism|reporting|newsroom)\b"
    r".{0,60}$",
    r"(?:profitez|beneficiez) (?:de|d')[^.«»\"“”]{0,40}\b(?:offres?|promotions?|tarifs?|abonnements?)\b.{0,80}$",
    r"(?:\d{1,3}(?:[.,]\d\d)? ?€|[$£] ?\d{1,3}(?:\.\d\d)?)[^.]{0,20}\b(?:mois|an|semaine|month|week|year)s?\b"
    r"[^.]{0,30}\b(?:engagement|resiliable|cancel|trial|essai)\b.{0,30}$",
    rf"(?:subscribe|unlimited|get unlimited|digital|acces illimite)\b{_NOT_QUOTED}{{0,40}}(?:[$£€] ?\d|\d ?€)"
    r".{0,40}$",
    r"(?:inscri(?:vez|re)-vous|inscrivez-vous|abonnez-vous|abonne-toi|pour vous (?:inscrire|abonner)"
    r"|je (?:m'inscris|m'abonne)|recevez|ne (?:manquez|ratez) (?:rien|plus)|restez informee?s?)"
    rf"\b{_NOT_QUOTED}{{0,120}}\b(?:{MEDIA}|par e-?mail|par courriel|dans votre boite|(?:nos|notre|la|cette"
    r"|les) (?:alertes?|chaine|lettre|podcast|notifications?|magazine|journal))\b",
    r"(?:sign ?up|subscribe|register|get|join|receive|please subscribe|want more|don't miss)"
    rf"\b{_NOT_QUOTED}{{0,120}}\b(?:{MEDIA}|(?:in|to) your (?:inbox|email|mailbox))\b",
    r"(?:sign ?up (?:for|to|here for)|(?:please )?subscribe (?:to|for)|register for|get|join|receive|don't miss) "
    rf"{_DIRECT}(?:alerts?|briefings?|digest|youtube channel|podcast|mailing|e-?mails?)\b{_NOT_QUOTED}{{0,60}}{_END}$",
)
_WALL, _LABEL = (re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for patterns in (WALLS, LABELS))
_LONGEST = 300  # characters


def is_wall(line: str) -> bool:
    """Whether a line says that the rest of the article is for those who pay or sign in."""
    return len(line) <= _LONGEST and not is_label(line) and _WALL.match(fold(line)) is not None


def is_label(line: str) -> bool:
    """Whether a line says so as a label, which other articles on the page may bear too."""
    return len(line) <= _LONGEST and _LABEL.match(fold(line)) is not None
