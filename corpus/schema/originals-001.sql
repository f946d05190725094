-- Each captured byte stream once, compressed with zstd, by the sha256 of its bytes.

CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL, -- bytes before compression
  data BLOB NOT NULL
) STRICT;
