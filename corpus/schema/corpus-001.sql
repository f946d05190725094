-- The working corpus: sources, their records, the documents made of them, and what ties these together.

CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  format TEXT NOT NULL,
  media_type TEXT,
  retrieved_at TEXT,
  retrieved_by TEXT,
  rights TEXT,
  complete INTEGER NOT NULL DEFAULT 0 -- 1 once every record of it is in
) STRICT;

CREATE TABLE records (
  source TEXT NOT NULL REFERENCES sources (id),
  number INTEGER NOT NULL, -- from 0, in the order of the source
  offset INTEGER, -- bytes
  length INTEGER, -- bytes
  line INTEGER,
  pointer TEXT,
  member TEXT,
  warc_record_id TEXT,
  sha256 TEXT NOT NULL,
  format TEXT NOT NULL, -- of the record: an archive holds records of several
  outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'merged', 'quarantined')),
  reason TEXT, -- a short word, for counting
  message TEXT,
  document TEXT REFERENCES documents (id), -- what it became
  PRIMARY KEY (source, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE, -- two records with the same identity are one document
  kind TEXT NOT NULL,
  platform TEXT,
  native_id TEXT,
  title TEXT,
  deck TEXT,
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  language TEXT,
  language_declared TEXT,
  published_at TEXT,
  published_precision TEXT,
  published_basis TEXT,
  published_verbatim TEXT,
  updated_at TEXT,
  outlet TEXT,
  byline TEXT,
  account TEXT,
  url TEXT,
  canonical_url TEXT,
  "case" TEXT,
  tags TEXT NOT NULL, -- JSON list
  state TEXT NOT NULL,
  notes TEXT NOT NULL, -- JSON list
  extra TEXT NOT NULL, -- JSON object
  cleaned_by TEXT NOT NULL -- hustings and its version
) STRICT;
CREATE INDEX documents_native_id ON documents (native_id) WHERE native_id IS NOT NULL;

CREATE TABLE blocks (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  language TEXT,
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  reason TEXT NOT NULL,
  text TEXT NOT NULL,
  before INTEGER NOT NULL, -- the number of the block it stood before
  PRIMARY KEY (document, number)
) STRICT;

CREATE TABLE observations (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  number INTEGER NOT NULL,
  part TEXT NOT NULL DEFAULT '', -- where inside the record
  PRIMARY KEY (document, source, number, part),
  FOREIGN KEY (source, number) REFERENCES records (source, number) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX observations_record ON observations (source, number);

CREATE TABLE relations (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  target TEXT, -- the id of a document, which may be one that is not here
  url TEXT,
  native_id TEXT,
  evidence TEXT,
  PRIMARY KEY (document, number)
) STRICT;
CREATE INDEX relations_target ON relations (target) WHERE target IS NOT NULL;
CREATE INDEX relations_native_id ON relations (native_id) WHERE target IS NULL AND native_id IS NOT NULL;

CREATE TABLE metrics (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  at TEXT NOT NULL DEFAULT '',
  value INTEGER,
  status TEXT NOT NULL,
  PRIMARY KEY (document, name, at)
) STRICT, WITHOUT ROWID;
