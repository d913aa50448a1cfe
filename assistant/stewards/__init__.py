"""Stewards: conversations that a person takes over, and hands back."""
