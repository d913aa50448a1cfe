"""Evaluations: retrieval, dates, and what later joins them; each prints figures that anybody can run again."""
