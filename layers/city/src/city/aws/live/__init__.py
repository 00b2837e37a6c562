"""Telling whoever watches: publishing a change, and the connections of a WebSocket API."""
