"""What the sections run in fresh processes, with the interpreter of the environment that they measure."""
