"""Who works here: accounts, roles, who is at what, every archive of a server."""
