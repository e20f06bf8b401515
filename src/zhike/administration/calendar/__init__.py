"""Where an administrator keeps the company's work calendar."""
