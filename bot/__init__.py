"""The doors through which people reach Reading Room, and the place that wires them."""
