"""The mailbox of answers: whose they are, whether they count, and what an adviser should look at."""
