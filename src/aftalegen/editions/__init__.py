"""What was frozen, and what stands of it: releases, approvals, plans, redlines, addenda."""
