"""Bulletins: figures frozen as of a day, signed by NLC, LSC and CSTM, then public for good at their own address.

`content` draws the figures from the verified totals, `proof` holds them against the facts, `drafting` and `signing` are
the only writers, `editions` tells what a restatement changed, `document` puts a content into words and tables for page,
print and PDF. A content is canonical JSON; its SHA-256 is what is signed.
"""
