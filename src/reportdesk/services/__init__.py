"""What a person does in one go, made of checks, recognition, documents and store."""
