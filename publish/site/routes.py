"""Every address of ours and the page that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus.web.files import static_view
from publish.site.app import Site
from publish.site.ask import Handler
from publish.site.oai.view import PATH as OAI
from publish.site.oai.view import oai_view
from publish.site.pages import (
    about,
    cases,
    cite,
    codes,
    concordance,
    counting,
    document,
    feeds,
    finding,
    home,
    lists,
    original,
    passages,
    pictures,
    search,
    searches,
)
from publish.site.views import hidden, view

PAGES: list[tuple[str, Handler]] = [
    (r"/$", home.home),
    (r"/search$", search.search_page),
    (r"/search\.(?P<format>csv|jsonl|json)$", search.search_file),
    (r"/search\.(?P<format>bib|ris|csl\.json)$", search.search_cited),
    (r"/concordance$", concordance.concordance_page),
    (r"/concordance\.(?P<format>csv|jsonl|json)$", concordance.concordance_file),
    (r"/collocates$", counting.collocates_page),
    (r"/collocates\.(?P<format>csv|jsonl|json)$", counting.collocates_file),
    (r"/keywords$", counting.keywords_page),
    (r"/keywords\.(?P<format>csv|jsonl|json)$", counting.keywords_file),
    (r"/ngrams$", counting.ngrams_page),
    (r"/ngrams\.(?P<format>csv|jsonl|json)$", counting.ngrams_file),
    (r"/frequency$", counting.frequency_page),
    (r"/frequency\.(?P<format>csv|jsonl|json)$", counting.frequency_file),
    (r"/searches$", searches.searches_page),
    (r"/documents$", lists.documents),
    (r"/cases$", lists.cases),
    (r"/actors$", lists.actors),
    (r"/tactics$", lists.tactics),
    (r"/document/(?P<id>[^/.]+)$", document.document_page),
    (r"/document/(?P<id>[^/.]+)/original$", original.original_page),
    (r"/document/(?P<id>[^/.]+)\.json$", document.document_json),
    (r"/document/(?P<id>[^/.]+)\.txt$", document.document_text),
    (r"/document/(?P<id>[^/.]+)\.bib$", cite.document_bib),
    (r"/document/(?P<id>[^/.]+)\.ris$", cite.document_ris),
    (r"/document/(?P<id>[^/.]+)\.csl\.json$", cite.document_csl),
    (r"/document/(?P<id>[^/.]+)\.tei\.xml$", cite.document_tei),
    (r"/case/(?P<id>.+)$", cases.case_page),
    (r"/tactic/(?P<slug>[^/]+)$", codes.tactic_page),
    (r"/actor/(?P<id>.+)$", codes.actor_page),
    (r"/about$", about.about),
    (r"/figures$", cases.figures_page),
    (r"/figure/(?P<id>[^/]+)$", cases.figure_page),
    (r"/network$", cases.network_page),
    (r"/passages$", passages.passages_page),
    (r"/quotations$", passages.quotations_page),
    (r"/picture/(?P<name>[a-z-]+)(?:/(?P<id>.+))?\.svg$", pictures.picture_svg),
    (r"/data/(?P<name>[a-z-]+)(?:/(?P<id>.+))?\.csv$", pictures.data_csv),
    (r"/data/(?P<name>[a-z-]+)(?:/(?P<id>.+))?\.json$", pictures.data_json),
    (r"/feed\.atom$", feeds.feed),
    (r"/sitemap\.xml$", finding.sitemap_index),
    (r"/sitemap-(?P<name>pages|documents-[1-9][0-9]{0,6})\.xml$", finding.sitemap),
    (r"/robots\.txt$", finding.robots),
    (r"/opensearch\.xml$", finding.opensearch),
]

# Datasette's debugging tools, what tells of the machine (paths, threads), and the log-in of the annotation desk, whose
# plugin Datasette loads here too: nobody logs in to a published site.
HIDDEN = (
    r"/-/(?:databases|threads|patterns|allow-debug|messages|permissions|auth-token|login|logout|password-tool)"
    r"(?:\.json)?$"
)


def routes(site: Site) -> list[tuple[str, Callable[..., Any]]]:
    """Patterns of paths with their views, as Datasette wants them."""
    return [
        *((pattern, view(site, handler)) for pattern, handler in PAGES),
        (r"/-/hustings/(?P<release>[0-9a-f]+)/(?P<name>[\w.-]+)$", static_view(site.files, site.release)),
        (OAI + "$", oai_view(site)),
        (HIDDEN, hidden(site)),
    ]
