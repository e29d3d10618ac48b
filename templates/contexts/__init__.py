"""What a template can print: one frozen dataclass a document, filled from the archive.

The fields of these classes are the names that tags may use, so they change only with a reason.
"""
