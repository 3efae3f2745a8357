"""Reading lists: which publications are recommended with an exhibition, at a stop, or with an event."""

from django.db.models import Max

from exhibitions.models import Event, Exhibition, Stop
from partnership.publications import Publication


def recommend(publication: Publication, owner: Stop | Event | Exhibition) -> bool:
    """Put a publication at the end of the reading list of a stop, event or exhibition; False when it is on it already.

    Call in a transaction that holds the stop or the exhibition, so that a second tap finds what the first one wrote.
    """
    entries = owner.reading_list
    last = entries.aggregate(last=Max("position"))["last"] or 0
    _entry, added = entries.get_or_create(publication=publication, defaults={"position": last + 1})
    return added
