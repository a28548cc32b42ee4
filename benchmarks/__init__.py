"""`make benchmark`: how fast it is, as ratios against peers on the same machine in the same run."""
