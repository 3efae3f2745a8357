"""Divisions, libraries, programmes, exhibitions, kits, stops and events, as programs read them."""
