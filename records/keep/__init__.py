"""What is kept of an archive outside of it, and how it comes back."""
