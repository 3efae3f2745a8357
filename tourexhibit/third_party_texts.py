"""Texts of other packages that have no Chinese there: named here, so that the catalogue holds it.

Django looks into our catalogue first. What a package translates itself one day can go.
"""

from django.utils.translation import gettext_noop

DJANGO = [
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
]
SIMPLE_HISTORY = [
    gettext_noop("Changes"),
]
