"""What ``xuedang doctor`` looks at, a module each: the terminal, this machine, the archive and its server."""
