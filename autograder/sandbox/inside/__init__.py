"""What runs in a worker, alone with a student's files: the standard library, numpy, nothing else."""
