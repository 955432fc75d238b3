"""The pages, as many small parts and named blocks."""
