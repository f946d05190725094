-- The site's database, site/site.db: made by `hustings publish build`, never changed afterwards, served immutable.
-- It holds what is published and nothing else: no path of anybody's machine, no rejected or deleted annotation.
--
-- Things have whole numbers as keys, which keep the tables narrow, beside the ids that addresses and exports use.
-- Foreign keys name the number, so that Datasette links them. Offsets are code points into `texts.text`, which is what
-- SQLite's substr(text, start + 1, "end" - start) counts too. What is unknown is NULL. Words come as a column a
-- language (`_en`, `_fr`); where the corpus has one language only, both columns say the same.

-- One row: what this build is. `hash` names its contents: the same corpus gives the same hash and the same bytes.
CREATE TABLE build (
  hash TEXT PRIMARY KEY, -- sha256 of everything published
  hustings TEXT NOT NULL, -- version
  codebook TEXT NOT NULL, -- id and version
  title_en TEXT NOT NULL,
  title_fr TEXT NOT NULL,
  address TEXT, -- where the site is to be found, without a slash at its end
  languages TEXT NOT NULL, -- JSON list: the languages of the documents, commonest first
  documents INTEGER NOT NULL,
  words INTEGER NOT NULL,
  annotations INTEGER NOT NULL,
  sources INTEGER NOT NULL,
  records INTEGER NOT NULL,
  first_date TEXT, -- the earliest and latest published_at
  last_date TEXT
) STRICT;

-- The case studies of cases.yaml, in its order; also a case that a document declares and the file lacks.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  title_en TEXT NOT NULL,
  title_fr TEXT NOT NULL,
  summary_en TEXT,
  summary_fr TEXT,
  period_start TEXT, -- as precise as is known: 2012, 2012-09, 2012-09-06
  period_end TEXT,
  position INTEGER NOT NULL, -- from 1
  documents INTEGER NOT NULL DEFAULT 0, -- how many
  annotations INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Articles, posts, comments and pages: everything that is said of them but their text.
CREATE TABLE documents (
  number INTEGER PRIMARY KEY, -- from 1, by id
  id TEXT NOT NULL UNIQUE, -- in addresses: d and 16 letters or digits
  label TEXT NOT NULL, -- what to call it in a list: the title, else the first words of the text
  kind TEXT NOT NULL, -- article, post, comment, page
  platform TEXT,
  title TEXT,
  deck TEXT,
  language TEXT, -- `und` where it is doubtful
  published_at TEXT, -- cut to its precision
  published_precision TEXT, -- year, month, day, minute, second
  published_basis TEXT, -- what says so: json-ld, meta, url, text, record, ...
  published_verbatim TEXT, -- as it stands in the source
  updated_at TEXT,
  outlet TEXT,
  byline TEXT,
  account TEXT, -- as the platform shows it: @name
  url TEXT, -- as found: text from outside; link only where it is http or https
  canonical_url TEXT, -- only where it differs from url
  native_id TEXT,
  "case" TEXT REFERENCES cases (id),
  state TEXT NOT NULL, -- live, deleted, withheld, suspended
  notes TEXT, -- JSON list of short words: paywalled, index page, ...
  evidence TEXT, -- JSON object: for a note, the list of what spoke for it
  words INTEGER NOT NULL, -- of the text
  annotations INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX documents_case ON documents ("case", published_at);

-- The text of each document, NFC with \n line ends.
CREATE TABLE texts (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  text TEXT NOT NULL
) STRICT;

-- What searches are filtered and counted by, apart from the long rows, so that counting is quick.
CREATE TABLE facets (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  language TEXT,
  "case" TEXT REFERENCES cases (id),
  kind TEXT NOT NULL,
  year TEXT
) STRICT;

-- The stretches of a text, in order: a page shows these.
CREATE TABLE blocks (
  document INTEGER NOT NULL REFERENCES documents (number),
  number INTEGER NOT NULL, -- from 0
  kind TEXT NOT NULL, -- title, deck, heading, paragraph, list_item, quotation, caption, embedded_post
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  language TEXT, -- only where it differs from the document's
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- What cleaning took out, and why.
CREATE TABLE removed (
  document INTEGER NOT NULL REFERENCES documents (number),
  number INTEGER NOT NULL, -- from 0, in the order of the source
  reason TEXT NOT NULL, -- navigation, related_link, subscription, comment, footer, rating, credit, tags, ...
  text TEXT NOT NULL,
  before INTEGER NOT NULL, -- the number of the block it stood before; may equal the number of blocks
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- The outlet's own tags.
CREATE TABLE tags (
  document INTEGER NOT NULL REFERENCES documents (number),
  number INTEGER NOT NULL, -- from 0, in the order of the source
  tag TEXT NOT NULL,
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_tag ON tags (tag);

-- Counters of a post at a time. `value` is NULL where `status` is hidden or not_provided: that is not zero.
CREATE TABLE metrics (
  document INTEGER NOT NULL REFERENCES documents (number),
  name TEXT NOT NULL,
  at TEXT NOT NULL, -- empty where it is unknown
  value INTEGER,
  status TEXT NOT NULL, -- known, hidden, not_provided
  PRIMARY KEY (document, name, at)
) STRICT, WITHOUT ROWID;

-- Ties between documents: reply_to, quotes, reposts, links_to, embeds, near_duplicate_of, translation_of.
CREATE TABLE relations (
  number INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (number),
  kind TEXT NOT NULL,
  target INTEGER REFERENCES documents (number), -- NULL where the far end is not in the corpus
  url TEXT,
  native_id TEXT,
  evidence TEXT,
  score REAL, -- how alike two texts are, from 0 to 1
  made_by TEXT -- the program that found it; NULL where the document states it
) STRICT;
CREATE INDEX relations_document ON relations (document);
CREATE INDEX relations_target ON relations (target) WHERE target IS NOT NULL;

-- Files as received. `name` is as a reader may see it; where it was found stays in the corpus.
CREATE TABLE sources (
  number INTEGER PRIMARY KEY, -- from 1, by id
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  format TEXT NOT NULL, -- the reader's name, or the kind of archive
  media_type TEXT,
  size INTEGER NOT NULL, -- bytes
  sha256 TEXT NOT NULL,
  retrieved_at TEXT,
  retrieved_by TEXT, -- who says so: file time, WARC-Date, ...
  rights TEXT,
  records INTEGER NOT NULL DEFAULT 0, -- how many
  documents INTEGER NOT NULL DEFAULT 0 -- how many were seen in it
) STRICT;

-- The items of a source, where each stands in it and what became of it: kept + merged + quarantined = all.
CREATE TABLE records (
  number INTEGER PRIMARY KEY, -- from 1, by source and position
  source INTEGER NOT NULL REFERENCES sources (number),
  position INTEGER NOT NULL, -- from 0 in the order of the source
  place TEXT NOT NULL, -- for a person: line 12, bytes 0-2048, whole file
  offset INTEGER, -- bytes
  length INTEGER, -- bytes
  line INTEGER, -- from 1
  pointer TEXT, -- JSON pointer
  member TEXT, -- name inside an archive
  warc_record_id TEXT,
  format TEXT NOT NULL, -- the reader's name: an archive holds records of several
  sha256 TEXT NOT NULL, -- of the record's bytes
  outcome TEXT NOT NULL, -- kept, merged, quarantined
  reason TEXT, -- a short word, of those merged or quarantined
  retrieved_at TEXT, -- where the record itself says so
  retrieved_by TEXT -- who says so: WARC-Date, twarc, ...
) STRICT;
CREATE UNIQUE INDEX records_source ON records (source, position);

-- This document was seen in that record; `first` is 1 for the record it was made from.
CREATE TABLE observations (
  document INTEGER NOT NULL REFERENCES documents (number),
  record INTEGER NOT NULL REFERENCES records (number),
  part TEXT NOT NULL, -- where inside the record, for a post embedded in an article; else empty
  first INTEGER NOT NULL,
  PRIMARY KEY (document, record, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX observations_record ON observations (record);

-- Families of tactics, with the colour each is shown in.
CREATE TABLE groups (
  id TEXT PRIMARY KEY,
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  color TEXT NOT NULL, -- #rrggbb
  position INTEGER NOT NULL -- from 1, in the order of the codebook
) STRICT;

-- The codebook's codes for conduct.
CREATE TABLE tactics (
  slug TEXT PRIMARY KEY, -- in addresses and annotations
  id TEXT NOT NULL UNIQUE, -- T01
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  "group" TEXT NOT NULL REFERENCES groups (id),
  definition_en TEXT NOT NULL,
  definition_fr TEXT NOT NULL,
  not_en TEXT, -- what it is not
  not_fr TEXT,
  position INTEGER NOT NULL, -- from 1, in the order of the codebook
  retired TEXT, -- the day since which nobody tags with it any more
  documents INTEGER NOT NULL DEFAULT 0, -- how many have it
  annotations INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The words by which a tactic may be recognised, a row a language and cue.
CREATE TABLE cues (
  number INTEGER PRIMARY KEY,
  tactic TEXT NOT NULL REFERENCES tactics (slug),
  language TEXT NOT NULL,
  cue TEXT NOT NULL
) STRICT;
CREATE INDEX cues_tactic ON cues (tactic);

-- Techniques of the DISARM framework that a tactic corresponds to.
CREATE TABLE disarm (
  tactic TEXT NOT NULL REFERENCES tactics (slug),
  id TEXT NOT NULL, -- T0100.003
  match TEXT NOT NULL, -- exact, close, broad, narrow, related
  PRIMARY KEY (tactic, id)
) STRICT, WITHOUT ROWID;

-- Kinds of actor.
CREATE TABLE actor_types (
  slug TEXT PRIMARY KEY,
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL
) STRICT;

-- The authority file: who is who.
CREATE TABLE actors (
  id TEXT PRIMARY KEY, -- in addresses and annotations
  name_en TEXT NOT NULL,
  name_fr TEXT NOT NULL,
  type TEXT NOT NULL REFERENCES actor_types (slug),
  description_en TEXT,
  description_fr TEXT,
  wikidata TEXT, -- Q76
  documents INTEGER NOT NULL DEFAULT 0, -- how many name it
  annotations INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every name and alias of an actor.
CREATE TABLE actor_names (
  number INTEGER PRIMARY KEY,
  actor TEXT NOT NULL REFERENCES actors (id),
  language TEXT NOT NULL, -- en, fr, or any
  name TEXT NOT NULL,
  alias INTEGER NOT NULL -- 0 for the full name, 1 for another
) STRICT;
CREATE INDEX actor_names_actor ON actor_names (actor);

-- Accounts that were an actor's, and when.
CREATE TABLE actor_accounts (
  number INTEGER PRIMARY KEY,
  actor TEXT NOT NULL REFERENCES actors (id),
  platform TEXT NOT NULL,
  handle TEXT NOT NULL,
  native_id TEXT,
  since TEXT,
  until TEXT,
  evidence TEXT
) STRICT;
CREATE INDEX actor_accounts_actor ON actor_accounts (actor);

-- What the keys of annotations.attributes are called.
CREATE TABLE attributes (
  name TEXT PRIMARY KEY,
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL
) STRICT;

-- Annotations as their events leave them, in the order of the text. text[start:end] is always the quotation.
CREATE TABLE annotations (
  number INTEGER PRIMARY KEY, -- by document, start, end
  id TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents (number),
  block INTEGER, -- blocks.number in which it starts; NULL where it starts between blocks
  layer TEXT NOT NULL, -- actor, tactic, figure, quotation, date
  code TEXT NOT NULL, -- an actor's id, a tactic's slug, or whatever the layer uses
  actor TEXT REFERENCES actors (id), -- the code, where it is an actor of the authority file
  tactic TEXT REFERENCES tactics (slug), -- the code, where it is a tactic of the codebook
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quotation TEXT NOT NULL,
  attributes TEXT, -- JSON object
  agent TEXT NOT NULL, -- a person, or a model with its version
  score REAL, -- of a model, 0 to 1
  state TEXT NOT NULL, -- suggested, accepted, made
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX annotations_document ON annotations (document, start);
CREATE INDEX annotations_actor ON annotations (actor, document) WHERE actor IS NOT NULL;
CREATE INDEX annotations_tactic ON annotations (tactic, document) WHERE tactic IS NOT NULL;

-- Every label, cue and name under a key of folded lemmas: what a search for one of them finds in the other language.
CREATE TABLE terms (
  key TEXT NOT NULL, -- publish.lemmas.lemma_key(term, language)
  language TEXT NOT NULL,
  layer TEXT NOT NULL, -- tactic or actor
  code TEXT NOT NULL,
  term TEXT NOT NULL,
  PRIMARY KEY (key, language, layer, code, term)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_code ON terms (layer, code);

-- Words of the texts and the lemma under which each is found, both folded: without accents, oe for œ, lower case.
-- Only words that are not their own lemma.
CREATE TABLE forms (
  form TEXT NOT NULL,
  lemma TEXT NOT NULL,
  PRIMARY KEY (form, lemma)
) STRICT, WITHOUT ROWID;

-- Full text. The index of `title_lemmas` and `text_lemmas` holds the lemma of every word, token for token, while their
-- content is the original, so that snippet() and highlight() show what was written. `codes` holds a token for each
-- code that a document is annotated with (publish.search). Never `rebuild` it: that would index the words themselves.
-- Search through publish.search, which parses what people type; ORDER BY rank alone is quick and weighs titles more.
CREATE VIEW search_content AS
  SELECT number AS document, text, text AS text_lemmas, title, title AS title_lemmas, NULL AS codes
  FROM documents JOIN texts ON texts.document = documents.number;

-- The first column costs least: `text` stands there because it has the most words.
CREATE VIRTUAL TABLE search USING fts5 (
  text, text_lemmas, title, title_lemmas, codes,
  content = "search_content", content_rowid = "document", tokenize = "unicode61 remove_diacritics 2"
);
