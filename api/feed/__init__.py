"""The change feed as partners read it, and how rows of the registry come into it."""
