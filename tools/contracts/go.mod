module contracts

go 1.21
