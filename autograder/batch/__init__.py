"""Many submissions: where they lie, the warm process, the pool."""
