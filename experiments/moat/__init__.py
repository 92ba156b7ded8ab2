"""What protects an account: quality, consistency, pace or audience, while traffic is natural and when it is paid."""
