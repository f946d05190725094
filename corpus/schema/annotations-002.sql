-- What an import brought that a person has to look at: nothing of a file is dropped because it does not fit.

CREATE TABLE review (
  id TEXT PRIMARY KEY, -- of what was brought: brought twice, it waits once
  origin TEXT NOT NULL, -- the file's name
  document TEXT, -- absent where nobody can say which was meant
  reason TEXT NOT NULL,
  data TEXT NOT NULL, -- JSON object: what the file says
  added_at TEXT NOT NULL,
  settled_at TEXT -- when somebody had looked at it
) STRICT;
