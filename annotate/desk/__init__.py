"""The annotation desk: documents, codes and people in a browser, and not one act lost.

`people` are who may come in, `assigning` is what they were given, `view` what one of them sees of a document, `acts`
what they do to it; the rest serves these over HTTP.
"""
