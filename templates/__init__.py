"""How records become Word files: the .docx templates, their contexts, and the renderer."""
