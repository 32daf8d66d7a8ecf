"""What builds, starts and checks the portal; the portal itself does not import it."""
