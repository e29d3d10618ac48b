"""Finding records: what an operator types, the local text index, pinyin of names."""
