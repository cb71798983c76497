"""Alarms of CloudMonitor."""
