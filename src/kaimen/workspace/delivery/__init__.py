"""What became of pledges and plans: baselines, observations, verdicts, notices, warnings and appeals."""
