"""What a page says and the rules it keeps: standard library and blinker only."""
