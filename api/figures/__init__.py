"""Coverage, statistics, days, bulletins and seals, as programs read them."""
