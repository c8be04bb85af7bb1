"""Trained weights of Dementi's reader ``model``; the cards beside this package tell what is in them."""
