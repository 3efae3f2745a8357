"""The proof: totals against facts, digests and chains against what was recorded."""
