"""What people do with the product, done in a real browser against a real server and a real worker."""
