"""The provider's schema."""
