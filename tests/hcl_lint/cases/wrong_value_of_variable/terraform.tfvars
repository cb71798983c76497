openings = [{ ports = "443/443" }] # expect: error[ALI004]
