"""Tells other systems what shoppers come to see: signed, checked where it goes, tried again."""
