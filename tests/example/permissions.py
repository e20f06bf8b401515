SEE = "books.see"
EDIT = "books.edit"
