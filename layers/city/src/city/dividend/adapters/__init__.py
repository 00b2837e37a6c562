"""What of AWS, and which card operators, the dividend is fitted to."""
