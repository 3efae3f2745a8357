"""What anyone may open: when does the exhibition come to my county."""
