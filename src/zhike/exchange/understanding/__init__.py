"""What a file of a stranger is: where its head and its rows are, and what its columns mean. All of it is a proposal."""
