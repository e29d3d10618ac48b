"""MongoDB: the only folder that imports the drivers. It keeps documents, and knows no record kind's fields.

Its errors are those of :mod:`records.errors`, never the driver's.
"""
