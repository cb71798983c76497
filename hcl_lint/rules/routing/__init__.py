"""Route tables, routes and next hops."""
