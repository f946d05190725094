"""The published site: a Datasette plugin with pages of its own, in French and in English."""
