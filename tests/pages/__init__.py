"""Pages as sites serve them, written for tests: such as are no report and must be refused, and reports."""
