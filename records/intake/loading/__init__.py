"""From items to stored records: identity, comparison, storing, taking back."""
