"""What the calibrations are about, by name: apart from them, so that whoever only asks waits for nothing."""

ABOUT = {
    "response": "how users respond, to rates under recommended and under randomly inserted videos (KuaiRand-Pure)",
    "topics": "how demand is spread over topics, to the tags of videos (KuaiRand-Pure)",
    "market": "what is sold on the shelf, in live rooms and by whom, and how much is advertised (Douyin, Kuaishou)",
}
