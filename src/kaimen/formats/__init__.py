"""From bytes to core values and back: tables, mappings, scenarios, plans and workbooks. No file access here."""
