"""Folders and addresses that are read again on a schedule; what changed may wait for staff."""
