"""What a bidder offers for one impression, and what the winner pays."""

from sim.core.law import law


@law
def offer_for(bid, chance, spread, uniform):  # type: ignore[no-untyped-def]  # compiled
    """Worth of an impression to a bidder: bid for the act x its predicted chance, varied evenly by `spread`.

    Limits: spread 0 gives every auction the same bid; spread 1 draws it evenly from 0 to twice the bid.
    """
    return bid * chance * (1.0 + spread * (2.0 * uniform - 1.0))


@law
def price_of(next_score, quality, reserve, own):  # type: ignore[no-untyped-def]  # compiled
    """What holds a place against the next score: next / quality, at least the reserve, at most the own offer.

    A score is offer x quality, so better content pays less for the same place.
    Source: Varian 2007 and Edelman, Ostrovsky and Schwarz 2007, with quality scores.
    """
    price = next_score / quality
    if price < reserve:
        price = reserve
    if price > own:
        price = own
    return price
