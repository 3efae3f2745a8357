"""A partner's own pages: tokens, webhooks, exports."""
