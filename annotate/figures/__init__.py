"""Numbers with what they count, and what several sources say of the same thing."""
