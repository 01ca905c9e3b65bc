// Nothing is declared here; see Bundle.c.
