"""What a researcher would write in an evening: `plainscript.py FOLDER DATABASE`, with trafilatura and langdetect."""

import csv
import json
import sqlite3
import sys
from pathlib import Path

import langdetect
import trafilatura
from langdetect.lang_detect_exception import LangDetectException

folder, database = Path(sys.argv[1]), sys.argv[2]
db = sqlite3.connect(database)
db.execute("CREATE TABLE documents (name TEXT, text TEXT, language TEXT)")
for path in sorted(folder.iterdir()):
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        texts = [trafilatura.extract(raw) or ""]
    elif path.suffix == ".jsonl":
        found = [json.loads(line) for line in raw.splitlines()]
        texts = [item["text"] for line in found for item in line.get("data", [line])]
    elif path.suffix == ".csv":
        texts = [row["body"] for row in csv.DictReader(raw.splitlines())]
    else:
        texts = [raw]
    for text in texts:
        try:
            language = langdetect.detect(text)
        except LangDetectException:
            language = None
        db.execute("INSERT INTO documents VALUES (?, ?, ?)", (path.name, text, language))
db.commit()
