"""What `make bench` measures: each figure beside a floor or a peer of the same run.

One measurement a file, each with a ``measure(console)``; `__main__` lists them. An absolute figure
says nothing on a shared machine: read the ratios.
"""
