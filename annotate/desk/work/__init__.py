"""Who does what: assignments, how far everybody is, questions, and the audit of every act."""
