"""Footfall by public WiFi: how many people, where, for how long; never who."""
