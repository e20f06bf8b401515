SEE = "customers.see"
EDIT = "customers.edit"
