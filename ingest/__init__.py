"""Files in, passages and records out."""
