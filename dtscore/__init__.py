"""The site, and what must be settled before anything else is loaded."""

import os

# Our matrices have a handful of columns: threads of the linear algebra library would cost more than they
# bring, on every core, and several processes serve already. NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
