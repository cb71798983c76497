# No password of anything: replace it, or give it in TF_VAR_database_password.
database_password = "Example-0nly-not-a-Secret"
