"""How much of the code runs in tests, as the reports of coverage tools say."""
