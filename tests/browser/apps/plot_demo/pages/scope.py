"""The stepping instrument, with a widget that makes Python run."""

import demo_samples
import streamlit as st

from ui.plot import plot

first = {
    "sample": 17,
    "map": "predicted",
    "scale": "fixed",
    "interpolation": "interpolated",
    "filter.label": "",
}
asked = st.query_params.to_dict()
state = {**first, **{name: value for name, value in asked.items() if name in first}}
state["sample"] = int(state["sample"])
model = st.radio("Model", ["a", "b"], horizontal=True)
if st.button("Write the address"):
    st.query_params["lang"] = "ko"
plot(
    demo_samples.figure(),
    key="scope",
    alt="Signal and map",
    height=420,
    instrument=demo_samples.instrument(state, model),
)
st.slider("Unrelated", 0, 10, 5)
st.text_input("Words")
