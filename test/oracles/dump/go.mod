module example.org/dump

go 1.26
