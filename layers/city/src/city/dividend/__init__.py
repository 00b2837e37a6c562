"""The data dividend: local-currency records made anonymous, sold, and shared with the people who made them."""
