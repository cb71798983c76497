"""What stands in a vSwitch: security groups, instances and their network interfaces."""
