"""A linear model of one code, and what makes its values probabilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from annotate.learn.decide import Numbers, Platt
from annotate.learn.examples import YES

STRENGTH = 4.0  # the inverse of regularisation (C of logistic regression), chosen on benchmarks/learn.py


def fitted(rows: sparse.csr_matrix, said: npt.NDArray[np.int8], weights: Numbers) -> tuple[Numbers, float]:
    """The weights of a logistic regression and its intercept; both answers count the same, however rare the code is.

    liblinear's coordinate descent is deterministic with a seed; the two answers must both be there.
    """
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1000)
    model.fit(rows, said == YES, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def calibrated(values: Numbers, said: npt.NDArray[np.int8]) -> Platt:
    """Platt's two numbers from values of examples that the model had not seen, with his targets for few of them.

    Where the values say nothing (a slope that is not positive), every value means the share of YES.
    """
    yes = said == YES
    right, wrong = int(yes.sum()), int((~yes).sum())
    targets = np.where(yes, (right + 1) / (right + 2), 1 / (wrong + 2))
    model = LogisticRegression(C=1e4, solver="lbfgs", max_iter=1000)
    both = np.concatenate([values, values])[:, None]
    model.fit(both, np.repeat([1, 0], len(values)), sample_weight=np.concatenate([targets, 1 - targets]))
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    if slope <= 0:
        return Platt(0.0, float(np.log((right + 1) / (wrong + 1))))
    return Platt(slope, offset)
