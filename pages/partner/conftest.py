from api.tests.tour import callers, tour

__all__ = ["callers", "tour"]
