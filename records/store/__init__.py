"""MongoDB: the only folder that imports the drivers. It keeps documents, and knows no record kind's fields.

Its errors are those of :mod:`records.errors`, never the driver's.
"""

import sys
from importlib.util import find_spec

if find_spec("OpenSSL") is None:
    # The driver would try PyOpenSSL, find out that it is missing, and use the ssl of Python; on the way it
    # would import all of cryptography, which takes a third of the time that the driver itself does.
    sys.modules.setdefault("pymongo.pyopenssl_context", None)  # type: ignore[arg-type]
