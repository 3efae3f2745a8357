"""The pages below `/my/`: counting, the day, the week, events, photos, the closing report."""
