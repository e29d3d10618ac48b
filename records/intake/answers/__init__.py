"""What operators say of an import: answers to questions, for all of a sort, and rows left out."""
