"""A static picture that changes with Python, and a second view of the samples."""

import demo_samples
import numpy as np
import plotly.graph_objects as go
import streamlit as st

from ui.plot import plot, settled

scale = st.slider("Scale", 1, 5, 1)
strip = go.Figure(go.Heatmap(z=np.arange(12).reshape(3, 4) * scale, showscale=False))
strip.update_layout(template="none")
plot(strip, key="lab", alt="Three by four cells", height=260, zoom=True)
first = {
    "sample": 3,
    "map": "predicted",
    "scale": "fixed",
    "interpolation": "interpolated",
    "filter.label": "",
}
plot(
    demo_samples.figure(),
    key="follower",
    alt="Signal and map",
    height=320,
    instrument=demo_samples.instrument(first, preload=2, report=True),
)
st.markdown(f"Settled: `{settled('follower')}`")
