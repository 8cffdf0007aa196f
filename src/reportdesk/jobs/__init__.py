"""What a person does in one go, made of checks, reading, writing and store."""
