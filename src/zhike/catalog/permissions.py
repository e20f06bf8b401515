SEE = "catalog.see"
EDIT = "catalog.edit"
