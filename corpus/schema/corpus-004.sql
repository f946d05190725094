-- What a document knows of the records that it was merged from, so that a better one can still win whenever it comes;
-- and the case that a source was ingested for, so that a record tried again later belongs to it too.

ALTER TABLE documents ADD COLUMN ranks TEXT; -- JSON object: how good the record of the text was (''), and of other facts
ALTER TABLE sources ADD COLUMN "case" TEXT;
