"""Customer value in numbers: arrays and tables in, results out. Needs neither Django nor a database."""
