"""What is counted of sales, in integers: by scene, the funnel from the product card to the return."""

from enum import IntEnum

from sim.world.tally import Lane


class Scene(IntEnum):
    """Where something is sold."""

    FEED = 0  # natural video in the feed
    PAID = 1  # video in a paid slot
    SHELF = 2  # shelf and search, where people come with an intent
    LIVE = 3  # live rooms


class Sale(IntEnum):
    """What is summed for each scene. Real viewers, clicks and orders: one impression stands for many."""

    CLICKS = 0  # on the product card
    ORDERS = 1
    RETURNED = 2  # those of the orders that come back
    GMV = 3  # orders x price, in fen, returns included
    REFUNDED = 4  # the part of it that is paid back, in fen
    DISTANT = 5  # orders from outside the region that the product comes from


SCENES, SALES = len(Scene), len(Sale)
SALE_COLUMNS = SCENES * SALES


def column(scene: Scene, sale: Sale) -> int:
    """Place of a sum in a row of sales."""
    return SALES * scene + sale


def scene_of(lane: Lane) -> Scene:
    """The scene that an impression of a lane belongs to."""
    return {Lane.PAID: Scene.PAID, Lane.SEARCH: Scene.SHELF}.get(lane, Scene.FEED)
