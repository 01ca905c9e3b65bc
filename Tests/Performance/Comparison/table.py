"""Markdown tables of medians and spreads."""

from statistics import median


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def spread(values, text=lambda value: f"{value:.2f}"):
    """The median, and in parentheses the least and the greatest."""
    return f"{text(median(values))} ({text(min(values))}–{text(max(values))})"


def thousands(value):
    return f"{value / 1000:.1f}k" if value >= 1000 else f"{value:.0f}"


def mebibytes(value):
    return f"{value / (1 << 20):.1f}"
