"""One module for each family of files; all of them run inside the limited child process."""
