"""How far people who coded the same documents agree, and how far each agrees with what was adjudicated."""
