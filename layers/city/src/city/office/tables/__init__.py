"""What a domain's desk table keeps of every subject alike."""
