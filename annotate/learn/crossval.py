"""How well a code is learned, measured on documents that the model has not seen (cross-validation by group).

For each fold the model is fitted on the other folds. What its value means as a probability, and how sure it must be,
is settled for each fold on the values that the other folds got in the same way, so that no document has a say in how
it is judged itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt

from annotate.learn.decide import Chosen, Numbers, Platt, Policy, best_policy, counts
from annotate.learn.examples import UNKNOWN, YES, Labels
from annotate.learn.fit import calibrated, fitted
from annotate.learn.vectors import Table, rows_of, vocabulary

FOLDS = 5
Ints = npt.NDArray[np.int64]


class Measured(msgspec.Struct, frozen=True):
    """What cross-validation gave for a code: counts by group (see decide.counts) of the rules alone and with the model,
    the calibrated probability of every example (nan where it was not judged), and what the final model is to do."""

    rules: Numbers
    both: Numbers
    probabilities: Numbers
    policy: Policy
    platt: Platt


def folds(groups: Ints, labels: Mapping[str, Labels]) -> Ints:
    """The fold of each group: codes with the fewest passages are spread first (after Sechidis et al. 2011)."""
    number = int(groups.max()) + 1
    having = {
        code: Counter(int(groups[passage[0]]) for passage in of.passages)
        for code, of in sorted(labels.items(), key=lambda item: (len(item[1].passages), item[0]))
    }
    fold = np.full(number, -1)
    size = np.zeros(FOLDS)
    for counted in having.values():
        there = np.zeros(FOLDS)
        for group, passages in counted.items():
            if fold[group] >= 0:
                there[fold[group]] += passages
        for group, passages in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            if fold[group] < 0:
                fold[group] = min(range(FOLDS), key=lambda f: (there[f], size[f], f))
                there[fold[group]] += passages
                size[fold[group]] += 1
    for group in np.flatnonzero(fold < 0).tolist():
        fold[group] = min(range(FOLDS), key=lambda f: (size[f], f))
        size[fold[group]] += 1
    return fold


def values(table: Table, groups: Ints, fold: Ints, labels: Mapping[str, Labels]) -> dict[str, Numbers]:
    """For every code the model's value of each example, by the model that was fitted without the example's fold."""
    of_row = fold[groups]
    found = {code: np.full(len(groups), np.nan) for code in labels}
    for number in range(FOLDS):
        train, test = np.flatnonzero(of_row != number), np.flatnonzero(of_row == number)
        if not len(test) or not len(train):
            continue
        words = vocabulary(table, train, groups)
        seen, unseen = rows_of(table, words, train), rows_of(table, words, test)
        for code, of in labels.items():
            known = of.said[train] != UNKNOWN
            said = of.said[train][known]
            if len(set(said.tolist())) < 2:
                continue
            coefficients, intercept = fitted(seen[known], said, of.weights[train][known])
            found[code][test] = unseen @ coefficients + intercept
    return found


def measured(value: Numbers, rules: Chosen, labels: Labels, groups: Ints, fold: Ints) -> Measured:
    """What the values of a code are worth; `rules` says in which examples a rule of the code holds."""
    number, of_row = len(fold), fold[groups]
    known = (labels.said != UNKNOWN) & ~np.isnan(value)
    probabilities = np.full(len(value), np.nan)
    proposed = rules.copy()
    for this in range(FOLDS):
        here, others = (of_row == this) & ~np.isnan(value), (of_row != this) & known
        if len(set(labels.said[others].tolist())) < 2:
            continue
        platt = calibrated(value[others], labels.said[others])
        probabilities[here] = platt(value[here])
        policy = best_policy(rules, platt(value), labels, others, groups, number)
        proposed[here] = policy(rules[here], probabilities[here])
    platt = calibrated(value[known], labels.said[known])
    policy = best_policy(rules, platt(value), labels, known, groups, number)
    tally = [counts(which, labels, groups, number) for which in (rules, proposed)]
    return Measured(tally[0], tally[1], np.where(known, probabilities, np.nan), policy, platt)


def reliability(probabilities: Numbers, said: npt.NDArray[np.int8], bins: int = 10) -> tuple[float, float]:
    """Brier score and expected calibration error (ten bins of the same width) of what was judged."""
    known = (said != UNKNOWN) & ~np.isnan(probabilities)
    p, yes = probabilities[known], (said[known] == YES).astype(float)
    if not len(p):
        return 0.0, 0.0
    which = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [abs(p[which == b].mean() - yes[which == b].mean()) * (which == b).sum() for b in set(which.tolist())]
    return float(((p - yes) ** 2).mean()), float(sum(gaps) / len(p))
