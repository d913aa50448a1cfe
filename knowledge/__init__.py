"""What is known and how it is found; imports nothing else of ours."""
