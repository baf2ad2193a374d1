"""The rules of every programme, each broken on purpose: a table for each programme, one test for all."""
