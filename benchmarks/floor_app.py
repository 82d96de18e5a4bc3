"""The floor: the least a Streamlit page can be. One slider, one line that shows its value."""

import streamlit as st


def main() -> None:
    """Draw the page."""
    value = st.slider("value", 0, 1000, 500)
    st.write(f"shows {value}")


if __name__ == "__main__":
    main()
