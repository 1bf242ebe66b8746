module unpark.test/oracles/gorelations

go 1.27
