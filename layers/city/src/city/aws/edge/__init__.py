"""What answers a browser: an application, its pages, and signing in."""
