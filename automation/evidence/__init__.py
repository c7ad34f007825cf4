"""What is kept of a run: pictures, dialogs, timings. It never decides a verdict."""
