"""What is known about a recording: numpy and the standard library, nothing else."""
