"""Accounts: who of the staff may sign in."""
