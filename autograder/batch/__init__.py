"""A class and its folder of reports: a run with progress, a server of its pages, work that is alike."""
