"""What a change does to the things that are to be asked about first, held against its base."""
