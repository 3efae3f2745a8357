"""In which language a text is that stands in a page of the other one."""

import re

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@register.filter
def marked_language(text: str) -> str:
    """A text that people entered; one that there is in Chinese alone says so on an English page (WCAG 3.1.2).

    So a screen reader reads it with a Chinese voice, and a browser takes a Chinese font for it.
    """
    if (get_language() or "").startswith("en") and HAN.search(text):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text
