"""What runs beside the student: the zygote and the wall around each worker. Imports nothing of ours but ``inside``."""
