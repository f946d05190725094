"""Imported by the process that `running.run` forks, and by nothing else: all that a command would import is imported
then, and its dictionaries of lemmas are read."""

from __future__ import annotations

import gc
import importlib
import pkgutil

import simplemma

SELDOM = ("annotate.learn.",)  # asked for by few, and scikit-learn is large

for name in ("datasette.app", "spacy"):
    importlib.import_module(name)
for package in map(importlib.import_module, ("corpus", "ingest", "annotate", "publish")):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(SELDOM):
            importlib.import_module(module.name)
for language in ("en", "fr", "es"):  # of the corpora that tests make
    simplemma.lemmatize("words", lang=language)
gc.freeze()  # or the collector of every fork would write on all of it, which copies it
