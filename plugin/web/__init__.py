"""What Flask serves: the shopper's pages and everything that is only known to the web."""
