"""The decision log: who decided what about whom, on which evidence; rows are only ever added."""
