"""Tests of what git knows: real repositories, made anew."""
