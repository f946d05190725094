"""Which lines are boilerplate by themselves, and which sentences of articles only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Reason
from ingest.clean.phrases import reason_of

BOILERPLATE: list[tuple[Reason, str]] = [
    ("related_link", "A lire : Trois conseils pour tenir une permanence"),
    ("related_link", "À LIRE AUSSI > Les pigeons votent aussi"),
    ("related_link", "Lire aussi : pourquoi la mairie ferme à midi"),
    ("related_link", "Sur le même sujet"),
    ("related_link", "Articles similaires"),
    ("related_link", "Read more: How the ferry got its name"),
    ("related_link", "See also: The long road to the county fair"),
    ("related_link", "Related stories"),
    ("related_link", "You may also like"),
    ("related_link", "Les plus lus"),
    ("subscription", "Inscrivez-vous dès maintenant !"),
    ("subscription", "Abonnez-vous à notre lettre d’information"),
    ("subscription", "Sign up for our daily newsletter"),
    ("subscription", "Il vous reste 72 % de cet article à lire. La suite est réservée aux abonnés."),
    ("subscription", "Already a subscriber? Log in"),
    ("subscription", "S’abonner au carnet par e-mail"),
    ("subscription", "Rejoignez 214 autres abonnés"),
    ("subscription", "Join 1,204 other subscribers"),
    ("subscription", "Sign up for The Lantern, by lamplight"),
    ("subscription", "Sign up for Morning Tide, our daily email"),
    ("subscription", "Enter your email address to follow this blog and receive notifications of new posts by email."),
    ("subscription", "Article réservé aux abonnés"),
    ("subscription", "Abonnez-vous pour lire la suite"),
    ("subscription", "Subscribe to continue reading"),
    ("subscription", "You've read 3 of 5 free articles this month"),
    ("subscription", "Soutenez un journalisme indépendant : faites un don"),
    ("subscription", "1 € le premier mois, sans engagement"),
    ("comment", "Réagissez à cet article"),
    ("comment", "Soyez le premier à commenter"),
    ("related_link", "Pour aller plus loin"),
    ("related_link", "Lire également notre enquête sur les bacs"),
    ("tags", "Sujets associés : élection, bac"),
    ("date", "Cet article a été mis à jour le 3 mai 2017."),
    ("date", "Dernière mise à jour : 03/05/2017 14:30"),
    ("byline", "La rédaction avec AFP"),
    ("credit", "AP Photo/Ana Belmonte"),
    ("comment", "12 commentaires"),
    ("comment", "Un commentaire"),
    ("comment", "3 thoughts on “The lighthouse keeper’s ballot”"),
    ("comment", "2 réponses à « Le bulletin du gardien de phare »"),
    ("comment", "Laissez un commentaire"),
    ("comment", "Leave a Reply Cancel reply"),
    ("comment", "Comments are closed."),
    ("comment", "Les commentaires sont désormais fermés"),
    ("comment", "Your email address will not be published. Required fields are marked *"),
    ("comment", "À la suite de plusieurs abus, nous avons décidé de fermer les commentaires sous nos articles."),
    ("comment", "3 mars 2014 à 09 h 12 min Répondre"),
    ("footer", "© 2019 Le Courrier du Phare"),
    ("footer", "Tous droits réservés"),
    ("footer", "Mentions légales"),
    ("footer", "This site uses Akismet to reduce spam. Learn how your comment data is processed."),
    ("footer", "Fièrement propulsé par WordPress"),
    ("rating", "3.7 (74%) 19 votes"),
    ("rating", "4,5/5 - (12 votes)"),
    ("rating", "[Total: 8 Average: 4.1]"),
    ("rating", "Rate this post"),
    ("credit", "©Ana Belmonte"),
    ("credit", "Photo : Ana Belmonte / Reuters"),
    ("credit", "Ana Belmonte / AFP / SIPA"),
    ("credit", "The ferry leaves the harbour at dawn. - Ana Belmonte / AP / SIPA"),
    ("credit", "Crédit photo : Ana Belmonte"),
    ("tags", "Tags : élection, phare, vote"),
    ("tags", "Filed under: Elections, Ferries"),
    ("breadcrumb", "Accueil / Politique / Le phare vote"),
    ("breadcrumb", "Home > News > Politics"),
    ("breadcrumb", "Accueil » Actualités » Le phare vote"),
    ("sharing", "Partager sur Facebook"),
    ("sharing", "Share this article"),
    ("sharing", "Suivez-nous sur Twitter"),
    ("consent", "Nous utilisons des cookies pour mesurer l’audience de ce site."),
    ("consent", "Accept all cookies"),
    ("advertisement", "Publicité"),
    ("advertisement", "Story continues below advertisement"),
    ("byline", "Par Ana Belmonte"),
    ("byline", "By ANA BELMONTE, Associated Press"),
    ("byline", "Par la rédaction avec AFP"),
    ("byline", "Ana Belmonte - Nov 19, 2019, 8:15 pm"),
    ("byline", "Publié le 4 octobre 2012 par Ana Belmonte"),
    ("navigation", "1 of 3"),
    ("date", "Publié le 18 décembre 2012 à 15h20"),
    ("date", "Nov. 19, 2019, 8:15 pm"),
    ("date", "Il y a 3 heures"),
    ("navigation", "Aller au contenu principal"),
    ("navigation", "Search"),
]

SENTENCES = [
    "Sign up for the Disney+ bundle and you will get all three services on the same channel for $13 a month",
    "Subscribe to the theory that the daily emails were faked, and you are in trouble.",
    "More:",
    "Join us on the channel where the ferry passes, he said, and get the weekly podcast of the sea.",
    "Les places sont réservées aux abonnés du théâtre, qui n’en ont pas voulu.",
    "S’abonner ne coûtait alors que quelques sous, et l’on s’abonnait à tout.",
    "Mise à jour : la maire a réagi mardi.",
    "Il reste beaucoup à lire : le rapport compte neuf cents pages et n’a été remis qu’hier au maire.",
    "Read more books, the candidate told the pupils, and then come and argue with me.",
    "See the lighthouse from the harbour and you understand why they vote early.",
    "Inscrivez-vous sur les listes électorales, répète la maire à chaque marché.",
    "« Abonnez-vous à ma chaîne », lançait le candidat à la fin de chacune de ses vidéos.",
    "“Sign up for our newsletter,” the volunteers told everyone who got off the ferry.",
    "La newsletter de la campagne comptait dix mille abonnés en janvier.",
    "Douze commentaires ont été supprimés par la plate-forme dans la nuit.",
    "Comments are closed on most of the posts, which were paid for by the committee.",
    "Les commentaires sont fermés sous la vidéo, mais les partages continuent.",
    "« Nous avons décidé de fermer les commentaires », explique le directeur du Courrier.",
    "The site uses volunteers to answer every message within an hour.",
    "Partager une vidéo rapporte soixante centimes, cliquer en rapporte trente.",
    "Twitter became the place where the harbour talked to itself.",
    "By Tuesday night the ferry company had deleted the post.",
    "Par la suite, la mairie a démenti.",
    "Par Ana Belmonte, la campagne a appris la nouvelle avant tout le monde.",
    "On December 18, 2012, the council met in the lighthouse.",
    "Le 18 décembre 2012, le conseil s’est réuni dans le phare.",
    "The vote went 4.9 points her way, with 32 votes between the two of them in the last ward.",
    "Home is where the voters are, she said.",
    "Rien n’a été publié dans la presse locale, selon le comité de campagne.",
    "Photos of the ferry were shared nine thousand times in a day.",
    "LIGHTHOUSE BAY (AP) — The council met on Tuesday.",
    "The photographs were bought by the campaign, according to Reuters.",
    "Nous utilisons tous les réseaux, y compris ceux que personne ne regarde.",
    "Une relance éclair",
    "How the money moved",
    "Un phare dans la campagne",
    "What the islanders say",
    "Le duel Quill-Farrow",
    "Quill / Farrow",
    "La victoire du 6 novembre 2012",
    "Les commentaires du maire ont surpris jusque dans son camp.",
    "À lire les messages, on croirait que toute l’île a changé d’avis en une nuit.",
    "Copyright law does not cover the slogans, the court said.",
    "Publié en 2012, son livre annonçait déjà la suite.",
    "Tags appeared on the walls of the town hall that week.",
    "Publicité mensongère, dit l’opposition.",
]


@pytest.mark.parametrize(("reason", "line"), BOILERPLATE)
def test_boilerplate_has_its_reason(reason: Reason, line: str) -> None:
    assert reason_of(line) == reason


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_and_headings_of_an_article_are_left_alone(line: str) -> None:
    assert reason_of(line) is None


@pytest.mark.parametrize("line", ["\u00a0À\u00a0lire :\u00a0le reste\r", "A LIRE : LE RESTE", "à lire: le reste"])
def test_spaces_capitals_and_accents_make_no_difference(line: str) -> None:
    assert reason_of(line) == "related_link"


@given(st.text(max_size=600))
def test_any_line_has_an_answer(line: str) -> None:
    reason_of(line)
