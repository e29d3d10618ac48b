"""What keeps the archive sound: filing, the journal, its check; merging and transfers."""
