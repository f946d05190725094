-- What signs sessions at the desk. It lies beside the hashed passwords: whoever may read this file may do anything.

CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Whether a document is submitted is asked for every line of a queue.
CREATE INDEX events_whole ON events (document, seq) WHERE annotation = '';
