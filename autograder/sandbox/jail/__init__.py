"""The layers of isolation, one module each, and the entry that puts them on before the student's first line."""
