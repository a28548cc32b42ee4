"""What comes back from the other party: Word files that were sent out, read and compared."""
