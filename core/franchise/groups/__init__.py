"""Group creation: kinds, numbered names, members by nickname."""
