"""From results to Plotly figures. No torch here and no mathematics beyond laying things out.

Every function takes a translator `t`, because axis titles are text: `t("axis-sample")`.
"""
