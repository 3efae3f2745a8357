"""What people send in, made safe: private files, pictures, scans, remarks; and refusing it in words."""
