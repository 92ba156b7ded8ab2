"""What a brand pays for content that sells, and what is left: script fee + commission + paid traffic."""

from typing import NamedTuple


class Contract(NamedTuple):
    """Terms between a brand and an account. Money in fen; shares in units of 1/10,000 of net sales."""

    fee_fen: int
    commission: int
    extra: int = 0  # other costs that grow with sales, such as give-aways in a head room


BASIS = 10_000  # units of a share


def commission_fen(net_sales_fen: int, share: int) -> int:
    """A share of net sales, rounded down to the fen."""
    return net_sales_fen * share // BASIS


def profit_fen(net_sales_fen: int, margin: int, contract: Contract, paid_fen: int) -> int:
    """What the brand keeps: GMV_net (m - c) - f - B, give-aways included in c."""
    earned = commission_fen(net_sales_fen, margin)
    return earned - cost_fen(net_sales_fen, contract, paid_fen)


def cost_fen(net_sales_fen: int, contract: Contract, paid_fen: int) -> int:
    """What the brand lays out: script fee, commission and give-aways on net sales, paid traffic."""
    shares = commission_fen(net_sales_fen, contract.commission) + commission_fen(net_sales_fen, contract.extra)
    return contract.fee_fen + shares + paid_fen


def roi(net_sales_fen: int, margin: int, contract: Contract, paid_fen: int) -> float:
    """Gross margin earned for each fen laid out: GMV_net m / (f + c GMV_net + B); nan if nothing was laid out."""
    cost = cost_fen(net_sales_fen, contract, paid_fen)
    return commission_fen(net_sales_fen, margin) / cost if cost else float("nan")


def head_margin(commission: float, paid: float, give_away: float) -> float:
    """A head account's own result as a share of its sales: what it is paid less what it spends on being seen.

    .45 - .10 - .10 = +.25 before 2025; with paid traffic at .30 of sales +.05 is left.
    """
    return commission - paid - give_away
