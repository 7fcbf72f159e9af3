"""Recipes that make the files the package ships. Not part of the package."""
