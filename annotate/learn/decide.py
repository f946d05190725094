"""What becomes of rules' passages and of the model's own, given how sure the model is; and how right that was."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from annotate.learn.examples import UNKNOWN, YES, Labels

LEAST, MOST = 0.01, 0.99  # no score says never or always
KEEP = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
ADD = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
Numbers = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]
RIGHT, WRONG, FOUND, PASSAGES = range(4)  # columns of counts


def sigmoid(values: Numbers) -> Numbers:
    """The logistic function, between LEAST and MOST."""
    return np.asarray(np.clip(1 / (1 + np.exp(-values)), LEAST, MOST), dtype=np.float64)


class Platt(msgspec.Struct, frozen=True):
    """A model's value z means the probability 1 / (1 + exp(-(slope z + offset))) (Platt 1999)."""

    slope: float
    offset: float

    def __call__(self, values: Numbers) -> Numbers:
        """Probabilities, between LEAST and MOST."""
        return sigmoid(self.slope * values + self.offset)


class Policy(msgspec.Struct, frozen=True):
    """Where the model is less sure than `keep`, a rule's passage is held back; where it is at least as sure as `add`,
    a sentence that no rule has is proposed. 0 and 1 leave everything to the rules."""

    keep: float = KEEP[0]
    add: float = ADD[0]

    def __call__(self, rules: Chosen, probabilities: Numbers) -> Chosen:
        """Which sentences are proposed; `rules` says of which a rule is."""
        return np.where(rules, probabilities >= self.keep, probabilities >= self.add)


def counts(proposed: Chosen, labels: Labels, groups: npt.NDArray[np.int64], number: int) -> Numbers:
    """Of each group: sentences proposed rightly and wrongly, passages found, passages there (groups x 4).

    A passage is found where one of its sentences is proposed; sentences nobody judged count for nothing.
    """
    found = np.zeros((number, 4))
    np.add.at(found[:, RIGHT], groups[proposed & (labels.said == YES)], 1)
    np.add.at(found[:, WRONG], groups[proposed & (labels.said != YES) & (labels.said != UNKNOWN)], 1)
    for passage in labels.passages:
        found[groups[passage[0]], PASSAGES] += 1
        found[groups[passage[0]], FOUND] += bool(proposed[list(passage)].any())
    return found


def measures(counted: Numbers) -> Numbers:
    """Precision, recall and F1 (last axis) of sums of counts (last axis of 4); 0 where there is nothing to divide."""
    right, wrong, found, passages = (counted[..., column] for column in range(4))
    precision = right / np.maximum(right + wrong, 1)
    recall = found / np.maximum(passages, 1)
    both = precision + recall
    f1 = 2 * precision * recall / np.where(both > 0, both, 1)
    return np.stack([precision, recall, f1], axis=-1)


def best_policy(
    rules: Chosen, probabilities: Numbers, labels: Labels, rows: Chosen, groups: npt.NDArray[np.int64], number: int
) -> Policy:
    """The policy with the best F1 on the examples `rows`; of equal ones that which changes least of the rules'."""
    only = _only(labels, rows)
    policies = [Policy(keep, add) for keep in KEEP for add in ADD]
    f1 = [measures(counts(p(rules, probabilities), only, groups, number).sum(axis=0))[2] for p in policies]
    return policies[int(np.argmax(np.round(f1, 9)))]


def _only(labels: Labels, rows: Chosen) -> Labels:
    said = np.where(rows, labels.said, UNKNOWN).astype(np.int8)
    return Labels(said, labels.weights, tuple(p for p in labels.passages if rows[p[0]]))


def resampled(counted: Sequence[Numbers], samples: int = 1000, seed: int = 0) -> list[Numbers]:
    """Measures (samples x 3) of bootstrap samples over groups, the same samples for each of the tables of counts."""
    number = len(counted[0])
    times = np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), size=samples)
    return [measures(times @ one) for one in counted]
