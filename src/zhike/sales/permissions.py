SEE = "sales.see"
