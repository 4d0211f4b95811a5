"""kaimen: from pledges and a project library to a portfolio with its prices, its proof and its reasons."""
