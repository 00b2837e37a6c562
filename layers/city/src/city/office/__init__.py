"""What every desk of the city does: approvals by two people, an access log, histories, double-entry books. Names no domain."""
