-- What people and models did, in the order in which it was written. Rows are added and never changed.

CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, -- made by whoever acts: sent twice, it is one act
  annotation TEXT NOT NULL,
  document TEXT NOT NULL,
  act TEXT NOT NULL,
  agent TEXT NOT NULL,
  made_at TEXT NOT NULL,
  layer TEXT,
  code TEXT,
  start INTEGER,
  "end" INTEGER,
  quotation TEXT,
  prefix TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '',
  text_sha256 TEXT,
  attributes TEXT NOT NULL DEFAULT '{}',
  score REAL,
  codebook TEXT
) STRICT;
CREATE INDEX events_document ON events (document, annotation, seq);

CREATE TRIGGER events_stay_as_written BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
