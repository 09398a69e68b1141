"""Solution → assignment: read, strip, release, public checks, scaffold, verify."""
