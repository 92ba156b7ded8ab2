"""Every traffic-allocation policy side by side: what it gives, takes and costs, and how near it comes to the bound."""
