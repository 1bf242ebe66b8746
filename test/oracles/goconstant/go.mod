module unpark.test/goconstant

go 1.27
