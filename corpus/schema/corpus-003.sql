-- What a program found out about documents after they came in (near duplicates), beside what documents state themselves;
-- and when a record was retrieved, where its format says so of each.

ALTER TABLE relations ADD COLUMN score REAL; -- how alike two texts are, from 0 to 1
ALTER TABLE relations ADD COLUMN made_by TEXT; -- the program that found it; absent where the document states it
CREATE INDEX relations_made_by ON relations (made_by) WHERE made_by IS NOT NULL;

ALTER TABLE records ADD COLUMN retrieved_at TEXT;
ALTER TABLE records ADD COLUMN retrieved_by TEXT; -- who says so
