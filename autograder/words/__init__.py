"""Messages: templates and named values, and the words that are made of them where they are shown."""
