"""The partnership's pages: the agreement, its areas, what is done in them, and how far that is.

They stand here, above `partnership`, because who may read and write is known only above accounts, and because the
sums of an indicator reach from the records of `partnership` to the totals of `visits` (docs/decisions/0023).
"""
