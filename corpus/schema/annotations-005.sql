-- Every codebook that was in use, in the order in which they came. Rows are added and never changed.

CREATE TABLE codebooks (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  version TEXT NOT NULL, -- as acts name it; the same bytes have the same version, however often they come back
  sha256 TEXT NOT NULL, -- of the file's bytes
  yaml TEXT NOT NULL,
  since TEXT NOT NULL,
  by TEXT, -- who changed it at the desk or by command; absent where the file was edited by hand
  note TEXT -- what was done
) STRICT;
CREATE INDEX codebooks_sha256 ON codebooks (sha256);

CREATE TRIGGER codebooks_stay_as_written BEFORE UPDATE ON codebooks
BEGIN SELECT raise(ABORT, 'codebooks of before are never changed'); END;
CREATE TRIGGER codebooks_stay BEFORE DELETE ON codebooks
BEGIN SELECT raise(ABORT, 'codebooks of before are never deleted'); END;
