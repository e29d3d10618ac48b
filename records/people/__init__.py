"""People and units: their names, who is meant, their study archives."""
