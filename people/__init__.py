"""Who is who, who may, and the school's calendar."""
