"""Account events out: what happens to accounts, delivered to your application as signed webhooks."""
