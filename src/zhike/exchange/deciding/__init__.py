"""What somebody decides about a file before anything is written: which rows, which columns, which corrections."""
