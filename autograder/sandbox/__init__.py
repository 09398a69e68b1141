"""The student's side: the parent of all sandboxes, the jail, the notebook, and its answers to calls."""
