from . import test_rewards_paid
