"""What the log says of a request or a job, and in which form; never whose data it was about."""
