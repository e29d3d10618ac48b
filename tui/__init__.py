"""The screens: a terminal application over the records room. Nothing here talks to a database."""
