"""The shipped .docx templates, as code: one module per document, each for both languages.

What is written here is only the first state of a template. A secretary edits the built .docx in
Word; the tags are explained by the contexts in ``templates/contexts``.
"""
