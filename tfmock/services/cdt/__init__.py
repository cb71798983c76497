"""Cloud Data Transfer, API version 2021-08-13: whether an account has opened what traffic between regions needs."""
