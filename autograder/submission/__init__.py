"""What was handed in: a notebook, a folder, an upload, and how the file that counts is chosen."""
