"""What vehicles send: read value by value, each message once."""
