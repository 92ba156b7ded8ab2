"""What a platform can see of the world, and all that a traffic-allocation policy may say about it."""
