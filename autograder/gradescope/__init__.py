"""What runs on Gradescope: metadata in, results.json out, the bundle that it runs, rehearsals and previews of it."""
