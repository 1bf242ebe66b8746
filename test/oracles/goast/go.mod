module unpark.test/oracles/goast

go 1.27
