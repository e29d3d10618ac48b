"""Legacy tables: their headings, columns and layout, and what is decided about them."""
