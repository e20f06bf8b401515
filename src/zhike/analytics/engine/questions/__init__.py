"""The expressions: from a table of lines or of purchase days to the table that answers a question."""
