"""One sign-in for staff, on every page: the city keeps the refresh token in a cookie, pages hold a short token in memory."""
