"""From a figure back to the sentence, the cell, the sum or the rule it comes from."""
