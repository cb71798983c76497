# These two open nothing in the real cloud. To tfmock a key that reads <world>.<account id> means that account of
# that world; the secret is not looked at. Delete this file before you use real accounts.
accepting_access_key = "default.1000000000000002"
accepting_secret_key = "tfmock"
