from provinces.admin import accounts, sets, sources, units

__all__ = ["accounts", "sets", "sources", "units"]
