-- Who annotates at the desk, what they were given to do, and who came in.

CREATE TABLE annotators (
  name TEXT PRIMARY KEY, -- the agent of their acts
  role TEXT NOT NULL,
  password TEXT NOT NULL, -- salted and hashed
  language TEXT, -- of the desk; absent where the browser says
  session INTEGER NOT NULL DEFAULT 0, -- raised with each new password or role: sessions of before end
  active INTEGER NOT NULL DEFAULT 1,
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE assignments (
  document TEXT NOT NULL,
  annotator TEXT NOT NULL REFERENCES annotators (name),
  assigned_by TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  due TEXT, -- a day
  PRIMARY KEY (document, annotator)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_annotator ON assignments (annotator);

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  name TEXT NOT NULL, -- as it was typed
  address TEXT NOT NULL,
  what TEXT NOT NULL -- tried, then in or refused; out
) STRICT;
CREATE INDEX entries_at ON entries (at);
