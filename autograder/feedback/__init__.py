"""Report → pages, terminal, and summaries of a class."""
