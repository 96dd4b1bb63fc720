"""Deliveries: how notices leave the platform, by person and channel; who wants what, when; the calendar address."""
