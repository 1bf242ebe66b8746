module unpark.test/oracles/gotypes

go 1.27
