"""The door of people: every page, every form, and the administration."""
