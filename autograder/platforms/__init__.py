"""Gradescope, and whatever else shows a report: each turns it into what that platform reads."""
