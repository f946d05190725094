"""The engine of the codebook's rules: terms read, found in sentences, and put together as the rules say."""
