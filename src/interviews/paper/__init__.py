"""Letters on paper, for people without e-mail: each with a code that opens a signed page.

The code of a proposal opens the free times without sign-in, as the paper's reader has no address to
sign in with. It is signed for this one proposal, good until the event begins and as long as the
proposal is open, and whoever holds the paper can do with it what its reader could: say yes, choose a
time, cancel it. It shows no other data of the person.
"""
