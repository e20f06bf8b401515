IMPORT = "exchange.import"
