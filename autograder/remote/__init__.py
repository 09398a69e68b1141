"""The grader's side of the wire: `student.batch_norm(...)` from another process."""
