"""Referrals, individual care and hand-outs on a real book."""
