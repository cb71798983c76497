"""How far tfmock plays each of the provider's types, said in the same words by tfmock and by hcl-lint."""
