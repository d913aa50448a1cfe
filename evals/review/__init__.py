"""Transcript review: conversations and evaluation results as staff see them, score them, and make cases of them."""
