"""How a PDF is drawn: tags of its text, and the face it is set in."""
