# To tfmock a key that reads <world>.<account id> means that account of that world. It opens nothing in the real cloud.
access_key_id     = "default.1234000000000001"
access_key_secret = "tfmock"
