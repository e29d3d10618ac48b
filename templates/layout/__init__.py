"""What an office document looks like, as numbers and as WordprocessingML."""
