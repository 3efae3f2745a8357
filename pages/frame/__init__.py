"""What every page has in common: the frame around it, addresses, answers, tables to take along."""
