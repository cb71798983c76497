name      = "tfvars"
from_file = "terraform.tfvars"
sizes     = { a = 1, b = 2 }
