"""What crosses between sandbox and grader: frames of bytes, what they say, and tensors that both sides hold."""
