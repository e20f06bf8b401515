"""Companies as each release has left them, and what this version makes of them."""
