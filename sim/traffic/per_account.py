"""Natural impressions per account as a product of its causes: an identity."""


def natural_per_account(attention: float, ad_load: float, own: float, lane: float, accounts: float) -> float:
    """Impressions a day of the average account in a lane: A (1 - a) (1 - b) s / N.

    `ad_load` a is the paid share of slots, `own` b that of merchants' and brands' own content, `lane` s the lane's
    share of the rest. Attention flat, a from 10 to 25 % and half as many accounts again: .5556 of what it was.
    """
    return attention * (1.0 - ad_load) * (1.0 - own) * lane / accounts
