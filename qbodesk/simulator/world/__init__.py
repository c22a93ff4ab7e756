"""The sample world of the simulator: its companies and its portal, built from a seed and a day; serves nothing."""
