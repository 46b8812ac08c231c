"""The one door for data: what comes in from files is read, checked and written here."""
