"""Tests of `cam_core.figures`: the numbers that are drawn, the axes, the words."""
