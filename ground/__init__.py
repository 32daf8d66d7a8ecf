"""Ground floor: one topic per file, knowing nothing of schools, people or protocols."""
