"""Forms: one record, its values, its versions, and what is asked beside it."""
