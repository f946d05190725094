"""Time expressions: found in a text, read as an instruction, resolved against a date into EDTF (ISO 8601-2)."""
