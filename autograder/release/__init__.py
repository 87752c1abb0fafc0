"""What students get, made from the reference: skeleton, public kit, README."""
