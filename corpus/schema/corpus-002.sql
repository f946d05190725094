-- What a record needs beside it to be read (a table's header, what a page of posts includes), kept like the record itself.

ALTER TABLE records ADD COLUMN context TEXT; -- the sha256 of its bytes in originals.db
