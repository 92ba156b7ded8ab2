"""What a platform loses that judges its users' patience by a month: the ad load it climbs to, month by month."""
