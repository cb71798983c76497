"""Packets between VPCs."""
