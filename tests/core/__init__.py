"""Tests of `cam_core`: identities and independent oracles."""
