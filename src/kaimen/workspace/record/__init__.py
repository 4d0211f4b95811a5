"""What an office keeps and who may: its store, accounts, regions, maps and firms."""
