"""The grader's side of the boundary: `student.batch_norm(...)` from another process."""
