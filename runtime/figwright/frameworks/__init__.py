"""What the adapters of agent frameworks and of models' SDKs share."""
