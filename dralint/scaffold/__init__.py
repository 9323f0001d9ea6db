"""New features in the project's own dialect: what to write, as plain data, and what is missing.

Nothing here touches the disk.
"""
