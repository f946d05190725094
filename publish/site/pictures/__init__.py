"""Charts drawn as SVG by matplotlib, which is imported only when a picture is asked for."""
