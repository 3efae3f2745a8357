"""From facts to totals: leaves recomputed, differences carried up."""
