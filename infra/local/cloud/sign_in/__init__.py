"""Signing in at the local cloud's user pools, as Cognito would have it."""
