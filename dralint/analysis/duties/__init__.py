"""What a module and its functions are busy with."""
