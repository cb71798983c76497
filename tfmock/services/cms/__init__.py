"""CloudMonitor, API version 2019-01-01: metrics of peering connections, and alarms."""
