"""What happens in a world between calls: the network that its rows describe, packets, traffic, meters, the bill."""
