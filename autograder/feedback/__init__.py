"""Report → console and CSV."""
