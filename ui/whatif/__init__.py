"""What if: questions asked by changing the signal."""
