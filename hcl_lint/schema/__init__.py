"""What the provider's schema says about arguments, as data, and what of a configuration does not fit it."""
