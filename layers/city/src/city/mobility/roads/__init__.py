"""The road map: imported from OpenStreetMap or GeoJSON, directed, with what happens on it; a snapshot of it in bytes."""
