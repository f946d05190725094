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
  tokens TEXT NOT NULL, -- the folder of its token index, beside this file
  hustings TEXT NOT NULL, -- version
  codebook TEXT NOT NULL, -- id and version
  title_en TEXT NOT NULL,
  title_fr TEXT NOT NULL,
  address TEXT, -- where the site is to be found, without a slash at its end
  contact TEXT, -- the e-mail address of whoever publishes it
  tier TEXT NOT NULL, -- for whom it was built: public, or team
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
  shown TEXT NOT NULL, -- how much of the text is published: whole, excerpt (its beginning), citation (nothing)
  shown_why_en TEXT, -- why it is not whole, where somebody said so
  shown_why_fr TEXT,
  words INTEGER NOT NULL, -- of the text
  annotations INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX documents_case ON documents ("case", published_at);

-- The text of each document, NFC with \n line ends.
CREATE TABLE texts (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  text TEXT NOT NULL
) STRICT;

-- Documents that were taken down: that they were here, and no word of them.
CREATE TABLE tombstones (
  id TEXT PRIMARY KEY, -- that the document had, in addresses
  reason TEXT NOT NULL,
  at TEXT NOT NULL -- when it was taken down
) STRICT, WITHOUT ROWID;

-- What searches are filtered and counted by, apart from the long rows, so that counting is quick.
CREATE TABLE facets (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  language TEXT,
  "case" TEXT REFERENCES cases (id),
  kind TEXT NOT NULL,
  year TEXT
) STRICT;
CREATE INDEX facets_case ON facets ("case", language, kind, year); -- covers the counts of a case

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

-- What is told of a case under the case-level variables of the Media Manipulation Casebook, in the order of cases.yaml.
CREATE TABLE case_variables (
  number INTEGER PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES cases (id),
  variable TEXT NOT NULL, -- strategy, terrain, vulnerabilities, attribution, targets, outcomes, mitigation
  text_en TEXT NOT NULL, -- prose, or what the tactic, actor or kind of actor is called
  text_fr TEXT NOT NULL,
  tactic TEXT REFERENCES tactics (slug), -- where the entry names one
  actor TEXT REFERENCES actors (id) -- likewise
) STRICT;
CREATE INDEX case_variables_case ON case_variables ("case");

-- The dated events of cases.yaml, by case and date, and the documents that it says tell of each.
CREATE TABLE case_events (
  number INTEGER PRIMARY KEY,
  "case" TEXT NOT NULL REFERENCES cases (id),
  date TEXT NOT NULL, -- 2020-02-21, 2020-02 or 2020
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL
) STRICT;
CREATE INDEX case_events_case ON case_events ("case", date);
CREATE TABLE case_event_documents (
  event INTEGER NOT NULL REFERENCES case_events (number),
  document INTEGER NOT NULL REFERENCES documents (number),
  PRIMARY KEY (event, document)
) STRICT, WITHOUT ROWID;

-- What an actor may do in a case, as the codebook has it: annotations of actors name one as `role`.
CREATE TABLE roles (
  slug TEXT PRIMARY KEY,
  label_en TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  position INTEGER NOT NULL -- from 1, in the order of the codebook
) STRICT;

-- The tables from here to `statements` are counted out of the others (publish/building: glance, compared), so that a page
-- of a case costs a page however many documents it has. "case" is NULL for documents without one.

-- In how many documents an actor stands in one block with a tactic or with another actor (each pair once, actor < code).
CREATE TABLE together (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  layer TEXT NOT NULL, -- tactic or actor: what `code` is
  code TEXT NOT NULL,
  documents INTEGER NOT NULL,
  blocks INTEGER NOT NULL
) STRICT;
CREATE INDEX together_case ON together ("case", layer);
CREATE INDEX together_actor ON together (actor, layer);
CREATE INDEX together_code ON together (code, layer);

-- How many documents and annotations of a case have an actor or a tactic.
CREATE TABLE case_codes (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  layer TEXT NOT NULL, -- actor or tactic
  code TEXT NOT NULL,
  documents INTEGER NOT NULL,
  annotations INTEGER NOT NULL
) STRICT;
CREATE INDEX case_codes_case ON case_codes ("case", layer);

-- In how many documents an actor has a role.
CREATE TABLE actor_roles (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  role TEXT NOT NULL REFERENCES roles (slug),
  documents INTEGER NOT NULL,
  annotations INTEGER NOT NULL
) STRICT;
CREATE INDEX actor_roles_actor ON actor_roles (actor);

-- How many documents of a case were published on a day, or in a month or year where no more is known.
CREATE TABLE published (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  date TEXT NOT NULL,
  documents INTEGER NOT NULL
) STRICT;
CREATE INDEX published_case ON published ("case");

-- How many documents of a month have an actor or a tactic.
CREATE TABLE months (
  layer TEXT NOT NULL, -- actor or tactic
  code TEXT NOT NULL,
  month TEXT NOT NULL, -- 2020-02; 2020 where no more is known
  documents INTEGER NOT NULL,
  PRIMARY KEY (layer, code, month)
) STRICT, WITHOUT ROWID;

-- The days and months that the documents of a case tell of: annotations of layer `date` with a value as fine as that.
CREATE TABLE told_dates (
  annotation INTEGER PRIMARY KEY REFERENCES annotations (number),
  "case" TEXT REFERENCES cases (id),
  date TEXT NOT NULL -- 2020-02-21 or 2020-02
) STRICT;
CREATE INDEX told_dates_case ON told_dates ("case", date);
CREATE TABLE days (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  date TEXT NOT NULL,
  documents INTEGER NOT NULL,
  annotations INTEGER NOT NULL
) STRICT;
CREATE INDEX days_case ON days ("case");

-- Who says what: the quotations that name their speaker. `code` is an actor's id or a candidate's code, or empty.
CREATE TABLE quotations (
  annotation INTEGER PRIMARY KEY REFERENCES annotations (number),
  "case" TEXT REFERENCES cases (id),
  speaker TEXT NOT NULL, -- in the text's words, or whom its pronoun stands for
  code TEXT NOT NULL
) STRICT;
CREATE INDEX quotations_case ON quotations ("case", code);
CREATE INDEX quotations_code ON quotations (code) WHERE code <> '';
CREATE TABLE speakers (
  number INTEGER PRIMARY KEY,
  "case" TEXT REFERENCES cases (id),
  code TEXT NOT NULL, -- never empty
  speaker TEXT NOT NULL,
  actor TEXT REFERENCES actors (id), -- the code, where it is an actor of the authority file
  documents INTEGER NOT NULL,
  quotations INTEGER NOT NULL
) STRICT;
CREATE INDEX speakers_case ON speakers ("case");

-- What the documents of a case give figures of, and the figures that they give (annotate.figures.compare).
CREATE TABLE things (
  number INTEGER PRIMARY KEY, -- by case, those that most documents speak of first
  id TEXT NOT NULL UNIQUE, -- in addresses; the same in every build
  "case" TEXT REFERENCES cases (id),
  kind TEXT NOT NULL, -- followers, money, people, ...
  unit TEXT, -- a currency, %, or the noun that is counted
  per TEXT, -- month, click, post, ...
  subject TEXT, -- whose: an actor's id or a candidate's code
  actor TEXT REFERENCES actors (id), -- the subject, where it is an actor of the authority file
  documents INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  contradicts INTEGER NOT NULL, -- 1 where two documents cannot both be right
  lower INTEGER REFERENCES annotations (number), -- then a figure of each
  higher INTEGER REFERENCES annotations (number)
) STRICT;
CREATE INDEX things_case ON things ("case", documents);
CREATE TABLE statements (
  annotation INTEGER PRIMARY KEY REFERENCES annotations (number),
  thing INTEGER NOT NULL REFERENCES things (number),
  position INTEGER NOT NULL, -- from 1, by date
  low REAL NOT NULL,
  high REAL NOT NULL,
  approximation TEXT -- about, more_than, less_than, nearly, at_least, at_most
) STRICT;
CREATE INDEX statements_thing ON statements (thing, position);

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

-- Every word of the texts and titles: its form and the lemma under which it is found, both folded: without accents, oe
-- for œ, lower case; and how often the texts have it. The token index beside this file counts words by `number`.
CREATE TABLE words (
  number INTEGER PRIMARY KEY, -- from 0, by lemma and form
  lemma TEXT NOT NULL,
  form TEXT NOT NULL,
  tokens INTEGER NOT NULL, -- how many in the texts
  documents INTEGER NOT NULL -- in how many of them
) STRICT;
CREATE INDEX words_lemma ON words (lemma);
CREATE INDEX words_form ON words (form);

-- Full text for SQL and Datasette's own pages; the site's search asks the token index (publish.search), which is
-- quicker and parses what people type. The index of `title` and `text` holds the lemma of every word, token for token,
-- while their content is the original, so that snippet() and highlight() show what was written. `codes` holds a token
-- for each code that a document is annotated with. Never `rebuild` it: that would index the words themselves.
CREATE VIEW search_content AS
  SELECT number AS document, text, title, NULL AS codes FROM documents JOIN texts ON texts.document = documents.number;

-- The first column costs least: `text` stands there because it has the most words.
CREATE VIRTUAL TABLE search USING fts5 (
  text, title, codes,
  content = "search_content", content_rowid = "document", tokenize = "unicode61 remove_diacritics 2"
);
