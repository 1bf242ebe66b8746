module unpark.test/oracles/gocheck

go 1.27
