"""What other sites show of the portal, and the list of those sites."""
