-- Documents that were taken down: that they were here, and what they are known by when they come again.

CREATE TABLE tombstones (
  document TEXT PRIMARY KEY, -- the id that it had
  reason TEXT NOT NULL, -- as it may be shown to anybody
  at TEXT NOT NULL,
  by TEXT -- who took it down
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone_marks (
  mark TEXT NOT NULL, -- a hash: of a record's bytes, of the platform's id, of the words
  document TEXT NOT NULL REFERENCES tombstones (document),
  PRIMARY KEY (mark, document)
) STRICT, WITHOUT ROWID;
