"""What the six views of a search share: what is asked, in which words, its filters, its errors and its files."""
