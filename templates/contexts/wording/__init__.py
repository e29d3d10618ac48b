"""Sentences made from figures, for the sections of a stage summary that nobody has written yet.

One module a language; each has ``overview``, ``practices``, ``results``, ``problems`` and
``next_steps``. They state what was counted and nothing else: a figure of 0 makes no sentence.
"""
