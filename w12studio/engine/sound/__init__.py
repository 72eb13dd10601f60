"""What the listener hears, as plain numpy: the recording at any speed, one band of it, clicks, and sung layers."""
