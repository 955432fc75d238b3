"""A small shop that mounts the plugin, so that it can be seen at once."""
