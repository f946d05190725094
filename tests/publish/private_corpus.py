"""A corpus with private persons in every place where one can stand, ingested from files as platforms write them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from running import Run

from corpus.folder import Corpus, find_corpus, make_corpus

# Whatever of these is in a published file is a leak: handles, ids, names (also their parts), posts, addresses.
SECRETS = (
    *("zelie_ortbrink_87", "ortbrink", "44556677889900", "1265000000000000123"),  # Twitter
    *("xanthe_quillonby", "quillonby", "99887766554433", "1265000000000000999"),  # mentioned, answered, quoted
    *("korvin_dahlgrenski", "dahlgrenski", "110999888777666555"),  # Mastodon
    *("ysanne-verholtz", "verholtz", "did:plc:ysv3rh0ltz", "3kysannepost77"),  # Bluesky
    *("marquenterrova", "777000111222333"),  # Telegram
    *("peregrine_ashdownlow", "ashdownlow", "t3_q9zzp1"),  # Reddit
    *("tiberius_falkenrath", "falkenrath", "1265000000000000777"),  # embedded in an article
    *("nobody_knows_him_x", "secret.mailbox", "profil_secret_77", "oswaldo_trenthamley"),  # in texts alone
    *("ludmila_archivist_9", "1265000000000000555"),  # in a zip, whose member has the name
)
PUBLIC = ("BarackObama", "Barack Obama", "The Harbour Post", "harbour_post", "Inès Caradec", "city_hall_press")
ACTORS = """
actors:
  - id: barack-obama
    type: candidate
    names: {en: Barack Obama, fr: Barack Obama}
    aliases: {any: [Obama]}
    accounts: [{platform: twitter, handle: "@BarackObama"}]
  - id: jane-activist
    type: activist
    names: {en: Oswaldo Trenthamley, fr: Oswaldo Trenthamley}
    accounts: [{platform: twitter, handle: "@oswaldo_trenthamley"}]
"""
CASES = """
cases:
  - id: port
    title: {en: "The port and @zelie_ortbrink_87", fr: "Le port"}
    summary: {en: "What Zelie Ortbrink began, Barack Obama ended.", fr: "Ce que Zélie Ortbrink a commencé."}
    documents: ["*"]
    events:
      - date: 2012-11-06
        label: {en: "@zelie_ortbrink_87 tweets", fr: Un tweet}
        documents: ["*zelie_ortbrink_87/press*"]
"""
RIGHTS = """
aliases:
  public_accounts: [{account: "@city_hall_press", platform: twitter, why: An office}]
  aliased_actors: [jane-activist]
"""
USERS = [
    {"id": "44556677889900", "name": "Zélie Ortbrink 🌊", "username": "zelie_ortbrink_87"},
    {"id": "99887766554433", "name": "Xanthe Quillonby", "username": "xanthe_quillonby"},
    {"id": "813286", "name": "Barack Obama", "username": "BarackObama"},
    {"id": "5", "name": "The Harbour Post", "username": "harbour_post"},
    {"id": "6", "name": "City Hall", "username": "city_hall_press"},
]
LINK = "https://twitter.com/zelie_ortbrink_87/status/1265000000000000123"


def tweet(id: str, text: str, author: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "text": text, "author_id": author, "created_at": "2012-11-06T23:16:18.000Z", **more}


def twitter() -> dict[str, Any]:
    answered = [{"type": "replied_to", "id": "1265000000000000999"}]
    quoted = [{"type": "quoted", "id": "1265000000000000999"}]
    mentions = {"mentions": [{"username": "xanthe_quillonby", "id": "99887766554433"}]}
    return {
        "data": [
            tweet("1265000000000000123", "Merci @xanthe_quillonby et @BarackObama, bot infernal ! https://t.co/abcDEF1234",
                  "44556677889900", entities=mentions, referenced_tweets=answered,
                  in_reply_to_user_id="99887766554433"),
            tweet("813286000000000001", "Thanks to Zelie Ortbrink (@ZELIE_ortbrink_87) for the bot. " + LINK, "813286",
                  referenced_tweets=quoted),
            tweet("813286000000000002", "From the city hall: @harbour_post wrote of it.", "6"),
            tweet("813286000000000003", "RT @zelie_ortbrink_87: un bot de trop", "5"),
        ],
        "includes": {
            "users": USERS,
            "tweets": [tweet("1265000000000000999", "Le quai appartient à tout le monde.", "99887766554433")],
        },
        "__twarc": {"version": "2.0", "retrieved_at": "2022-01-02T03:04:05+00:00"},
    }  # fmt: skip


def mastodon() -> dict[str, Any]:
    me = "https://social.example/users/korvin_dahlgrenski"
    note = {
        "id": f"{me}/statuses/110999888777666555", "type": "Note", "published": "2023-03-09T14:55:03Z",
        "attributedTo": me, "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "url": "https://social.example/@korvin_dahlgrenski/110999888777666555",
        "content": "<p>Le port, c'est nous. Écrivez à secret.mailbox@post.example.</p>",
    }  # fmt: skip
    activity = {"id": f"{note['id']}/activity", "type": "Create", "actor": me, "object": note}
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "OrderedCollection",
        "orderedItems": [activity],
    }


def bluesky() -> dict[str, Any]:
    did = "did:plc:ysv3rh0ltz"
    return {
        "uri": f"at://{did}/app.bsky.feed.post/3kysannepost77",
        "author": {"did": did, "handle": "ysanne-verholtz.bsky.social", "displayName": "Ysanne Verholtz"},
        "record": {"$type": "app.bsky.feed.post", "text": "Le phare est allumé.", "createdAt": "2024-06-09T20:00:00Z"},
        "indexedAt": "2024-06-09T20:00:01.000Z",
    }


def telegram() -> dict[str, Any]:
    said = {"id": 1, "type": "message", "date": "2020-03-01T10:01:00", "from": "Ysolde Marquenterrova"}
    said |= {"from_id": "user777000111222333", "text": "On se retrouve au môle à midi."}
    return {"name": "Les amis du port", "type": "private_supergroup", "id": 1234567890, "messages": [said]}


def reddit() -> dict[str, Any]:
    return {
        "id": "q9zzp1", "author": "peregrine_ashdownlow", "author_fullname": "t2_x9q", "title": "Who runs the bot?",
        "selftext": "Asking with u/peregrine_ashdownlow for a friend.", "subreddit": "port", "is_self": True,
        "permalink": "/r/port/comments/q9zzp1/who_runs/", "url": "https://www.reddit.com/r/port/comments/q9zzp1/who_runs/",
        "created_utc": 1484906400, "score": 5, "num_comments": 0, "edited": False, "retrieved_on": 1485000000,
    }  # fmt: skip


def article() -> dict[str, Any]:
    words = (
        "Le bot du port",
        "Zélie Ortbrink, dit @Zelie_Ortbrink_87, a lancé le bot avec Xanthe Quillonby. "
        "Barack Obama (@BarackObama) a ri.",
        "« Je n'y suis pour rien », dit Xanthe Quillonby. Voir instagram.com/profil_secret_77 et "
        "https://www.tiktok.com/@profil_secret_77/video/7123456789012345678.",
        "Contact : secret.mailbox@post.example, @nobody_knows_him_x, korvin_dahlgrenski "
        "ou Oswaldo Trenthamley (@oswaldo_trenthamley).",
    )
    return {
        "kind": "article", "title": "Le bot du port, par zelie_ortbrink_87", "text": "\n\n".join(words),
        "outlet": "The Harbour Post", "byline": "Inès Caradec", "published_at": "2012-11-08",
        "url": "https://harbour.example/bot", "tags": ["zelie_ortbrink_87", "port", "@nobody_knows_him_x"],
        "removed": [{"reason": "comment", "text": "Xanthe Quillonby : bravo @zelie_ortbrink_87 !", "before": 1}],
        "relations": [
            {"kind": "links_to", "url": LINK},
            {"kind": "embeds", "native_id": "1265000000000000123", "url": LINK},
            {"kind": "links_to", "url": "https://harbour.example/autre"},
        ],
        "notes": ["seen with ludmila_archivist_9"],
        "extra": {"collector": "Zélie Ortbrink"},
    }  # fmt: skip


PAGE = """<html lang="en"><head><title>A port and its bot</title>
<meta property="og:site_name" content="The Harbour Post">
<meta name="author" content="Inès Caradec"></head><body><article><h1>A port and its bot</h1>
<p>The harbour of this town has voted for a century, and nobody ever paid a single voter to praise the mayor of it.</p>
<p>Then a bot came along, and with it a great number of accounts that all said the very same thing every morning.</p>
<blockquote class="twitter-tweet"><p lang="en">This bot is older than my boat.</p>&mdash; Tiberius Falkenrath
(@tiberius_falkenrath) <a href="https://twitter.com/tiberius_falkenrath/status/1265000000000000777">May 26, 2020</a>
</blockquote>
<p>The city hall said that it would look into the matter before the summer, and that it knew nothing of it.</p>
</article></body></html>"""


def ingested(root: Path, hustings: Run, rights: str = RIGHTS) -> Corpus:
    """The corpus, with suggestions, ready to be built."""
    corpus = make_corpus(root / "corpus", title="Port")
    for name, text in (("actors", ACTORS), ("cases", CASES), ("rights", rights)):
        (corpus.root / f"{name}.yaml").write_text(text, "utf-8")
    folder = root / "in" / "by zelie_ortbrink_87"
    folder.mkdir(parents=True)
    files = {"outbox.json": mastodon(), "thread.json": bluesky(), "result.json": telegram()}
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    for name, value in {"twitter.jsonl": twitter(), "reddit.jsonl": reddit(), "press.jsonl": article()}.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=False) + "\n", "utf-8")
    (folder / "page.html").write_text(PAGE, "utf-8")
    post = {"kind": "post", "platform": "twitter", "native_id": "1265000000000000555", "text": "Un mot du quai."}
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr(
            "ludmila_archivist_9/1265000000000000555.jsonl", json.dumps({**post, "account": "@ludmila_archivist_9"})
        )
    done = hustings("-C", corpus.root, "ingest", root / "in")
    assert "0 quarantined" in done.stdout, done.stdout + done.stderr
    assert hustings("-C", corpus.root, "annotate", "suggest").returncode == 0
    return find_corpus(corpus.root)
