"""The middle floor that reads: machines propose annotations here, people decide on them."""

import os

# Set before numpy loads: with its default threads it stalls for minutes on a busy machine of two cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
