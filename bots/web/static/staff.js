/** The live parts of the staff pages; what acts works without it. */
