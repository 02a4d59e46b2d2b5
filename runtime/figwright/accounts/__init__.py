"""Connected accounts: kept in a database or in memory, connected by a consent, renewed ahead of time."""
