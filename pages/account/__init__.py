"""One's own account: signing in, sessions, invitations."""
