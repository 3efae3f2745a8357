"""The one door: every count enters and every review happens here, by form, phone, file or job."""
