from indicators.admin.imports import tables

__all__ = ["tables"]
