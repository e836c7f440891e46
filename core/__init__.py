"""Reading Room's core: everything the product knows and decides, without any chat library."""
