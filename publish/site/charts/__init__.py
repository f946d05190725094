"""What is worth a picture: its numbers, its words and its table, whatever draws it (publish.site.pictures)."""
