"""The processes that grade: the warm process, its workers, the pool of them, Ray's nodes, and what they find here."""
