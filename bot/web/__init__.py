"""The web addresses of the running service, for whatever door needs one."""
