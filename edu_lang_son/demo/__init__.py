"""An invented, seeded province for demonstration and tests: real communes, made-up rest."""
