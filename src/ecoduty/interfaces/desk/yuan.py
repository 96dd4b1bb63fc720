"""Money as pages write it."""

from __future__ import annotations

from decimal import Decimal


def yuan(amount: Decimal | None) -> str:
    """480,000.50元, or 300,000元 where there are no cents; empty for no amount."""
    if amount is None:
        return ""
    return f"{amount:,.0f}元" if amount == amount.to_integral_value() else f"{amount:,.2f}元"


__all__ = ["yuan"]
