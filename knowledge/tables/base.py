"""The one collection of tables that all parts of the store belong to."""

from sqlalchemy import MetaData

metadata = MetaData()
