"""A toy app, installed by tests alone: what a new entity has to write to get its pages from the kit."""
