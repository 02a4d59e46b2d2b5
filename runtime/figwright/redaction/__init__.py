"""What is shown to anyone: no secret, and no character that nobody can see."""
