"""What reads XML."""
