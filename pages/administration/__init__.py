"""The administration: the pages below `/admin/`, room by room."""
