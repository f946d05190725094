"""What may be published: between the corpus and whatever leaves it."""
