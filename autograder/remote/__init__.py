"""The grader's side of the boundary: `student.softmax(...)` from another process."""
