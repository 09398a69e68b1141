"""The student's side: the warm parent, the jail, the notebook, and the answers to calls."""
