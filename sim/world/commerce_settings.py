"""Parameters of commerce: what is sold, by whom, and what makes a viewer buy."""

from sim.core.parameters import Parameters, parameter

ON = "market.commerce.products"


class CommerceSettings(Parameters):
    """Products and the funnel. Without products nothing is sold."""

    products: int = parameter(0, "products on sale at a time; 0: nothing is sold", unit="products", ge=0, le=1_000_000)
    brands: int = parameter(0, "brands, which own all products between them; 0: none", unit="brands", ge=0, le=10_000)
    selling_share: float = parameter(
        0.8, "share of accounts that sell", ge=0, le=1, grade="assumption", needs=ON, plausible=(0.3, 0.9)
    )
    ware_share: float = parameter(
        0.6,
        "share of a seller's items that carry a product",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.2, 0.8),
    )

    price_median_rmb: float = parameter(
        80.0, "median price", unit="RMB", gt=0, le=1_000_000, grade="assumption", needs=ON, plausible=(50.0, 150.0)
    )
    price_log_sd: float = parameter(
        0.6, "log standard deviation of the price", ge=0, le=3, grade="assumption", needs=ON, plausible=(0.4, 1.0)
    )
    margin: float = parameter(
        0.55, "gross margin of a product", ge=0, le=1, grade="assumption", needs=ON, plausible=(0.4, 0.7)
    )
    margin_spread: float = parameter(
        0.1,
        "half-width of the margin between products",
        ge=0,
        le=0.4,
        grade="assumption",
        needs=ON,
        plausible=(0.0, 0.2),
    )
    regions: int = parameter(6, "regions that users and specialities belong to", unit="regions", ge=1, le=64)
    regional_share: float = parameter(
        0.15,
        "share of products that are regional specialities",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.05, 0.3),
    )
    merchant_margin: float = parameter(
        0.3, "share of its sales that a merchant's own account earns", ge=0, le=1, grade="assumption",
        needs="population.merchant_share", plausible=(0.1, 0.5),
    )  # fmt: skip
    affiliate_commission: float = parameter(
        0.2,
        "what an account earns of the net sales of what it sells of its own accord",
        ge=0,
        le=0.9,
        grade="C",
        source="press, 15 to 25 %",
    )
    home_bonus: float = parameter(
        0.4, "log orders of a speciality in its own region", ge=0, grade="assumption", needs=ON, plausible=(0.0, 1.0)
    )
    shelf_life_days: float = parameter(
        540.0, "days a product is on sale", unit="day", ge=1, grade="assumption", needs=ON, plausible=(270.0, 1080.0)
    )
    appeal_half_life_days: float = parameter(
        270.0,
        "half-life of a product's appeal",
        unit="day",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(90.0, 540.0),
    )
    launch_days: float = parameter(
        14.0,
        "time scale on which a new product becomes known",
        unit="day",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(3.0, 60.0),
    )
    product_log_sd: float = parameter(
        0.5,
        "log standard deviation of orders between products",
        ge=0,
        le=3,
        grade="assumption",
        needs=ON,
        plausible=(0.2, 1.0),
    )
    knack_log_sd: float = parameter(
        0.6,
        "log standard deviation of orders between sellers of one product",
        ge=0,
        le=3,
        grade="assumption",
        needs=ON,
        plausible=(0.2, 1.0),
    )

    card_click: float = parameter(
        0.02,
        "clicks on the card per play of an average match",
        gt=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.01, 0.04),
    )
    card_order: float = parameter(
        0.03, "orders per click", gt=0, le=1, grade="assumption", needs=ON, plausible=(0.01, 0.06)
    )
    shelf_click: float = parameter(
        0.3, "clicks per play on the shelf", gt=0, le=1, grade="assumption", needs=ON, plausible=(0.1, 0.5)
    )
    shelf_order: float = parameter(
        0.06, "orders per click on the shelf", gt=0, le=1, grade="assumption", needs=ON, plausible=(0.03, 0.12)
    )
    live_click: float = parameter(
        0.08, "clicks on the card per viewer of a live room who stays as long as is usual", gt=0, le=1,
        grade="assumption", needs=ON, plausible=(0.04, 0.16),
    )  # fmt: skip
    live_order: float = parameter(
        0.05, "orders per click in a live room", gt=0, le=1, grade="assumption", needs=ON, plausible=(0.02, 0.1)
    )
    search_share: float = parameter(
        0.02,
        "share of all slots that is shelf and search, whatever the ad load",
        ge=0,
        le=0.3,
        grade="assumption",
        needs=ON,
        plausible=(0.01, 0.04),
    )
    sales_weight: float = parameter(
        0.5,
        "power of orders so far in the ranking of the shelf",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.0, 1.0),
    )

    match_click: float = parameter(
        0.3, "log clicks per unit of taste", ge=0, grade="assumption", needs=ON, plausible=(0.0, 0.6)
    )
    match_order: float = parameter(
        0.3, "log orders per unit of taste", ge=0, grade="assumption", needs=ON, plausible=(0.0, 0.6)
    )
    differentiation_order: float = parameter(
        0.4, "added to it for a product like no other", ge=0, grade="assumption", needs=ON, plausible=(0.0, 1.0)
    )
    trust_order: float = parameter(
        0.5, "log orders with full trust in the seller", ge=0, grade="assumption", needs=ON, plausible=(0.0, 1.5)
    )
    price_order: float = parameter(
        0.7, "fall of log orders with the log price", ge=0, grade="assumption", needs=ON, plausible=(0.3, 1.5)
    )
    authenticity_order: float = parameter(
        0.6, "log orders per unit of authenticity", ge=0, grade="assumption", needs=ON, plausible=(0.0, 1.2)
    )
    sponsored_fatigue: float = parameter(
        0.02,
        "fall of log orders for each sponsored item met lately",
        ge=0,
        grade="assumption",
        needs=ON,
        plausible=(0.005, 0.04),
    )
    angle_fatigue: float = parameter(
        0.05, "the same for each one with the same message", ge=0, grade="assumption", needs=ON, plausible=(0.0, 0.1)
    )
    sponsored_half_life_days: float = parameter(
        7.0, "half-life of that weariness", unit="day", gt=0, grade="assumption", needs=ON, plausible=(3.0, 21.0)
    )
    sponsored_as_ad: float = parameter(
        0.3,
        "dislike of a sponsored natural item, as a share of that of a paid one",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.0, 0.6),
    )
    feed_return: float = parameter(
        0.2,
        "share of orders from videos that comes back",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.1, 0.35),
    )
    shelf_return: float = parameter(
        0.125, "share of orders from the shelf that comes back", ge=0, le=1, grade="B", source="press, 10 to 15 %"
    )
    live_return: float = parameter(
        0.4, "share of orders from live rooms that comes back", ge=0, le=1, grade="B", source="press, 30 to 50 %"
    )
