"""Learning from what people judged: a linear model of each code, beside the rules (docs/learning.md)."""
