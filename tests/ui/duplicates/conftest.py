from tests.ui.windows import desk, empty_world, world

__all__ = ["desk", "empty_world", "world"]
