"""What is shown of personal data, and what is purged."""
