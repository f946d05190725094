-- What never leaves the corpus: the key of the aliases, and what is left of the work on documents that were taken down.

CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Acts of annotation on documents that were taken down, without any of their words: who did what, when.
CREATE TABLE acts (
  id TEXT PRIMARY KEY,
  annotation TEXT NOT NULL,
  document TEXT NOT NULL,
  act TEXT NOT NULL,
  agent TEXT NOT NULL,
  made_at TEXT NOT NULL,
  layer TEXT,
  code TEXT -- of the codebook or the authority file; absent where it was somebody's name
) STRICT;
