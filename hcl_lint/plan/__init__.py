"""Plans: the JSON of ``terraform show -json`` as an evaluated configuration."""
