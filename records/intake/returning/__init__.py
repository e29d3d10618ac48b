"""What the program wrote itself comes back: exported records, and refused rows that somebody mended."""
