"""What every answer of the API has in common: who calls, what may be asked, problems, pages of lists."""
