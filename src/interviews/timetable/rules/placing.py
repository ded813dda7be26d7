"""Giving times to the pairs that were chosen: the least flexible first, the others make room."""

import numpy as np

from interviews.timetable.rules.board import Board
from interviews.timetable.rules.columns import Numbers


def place(board: Board, pairs: Numbers, seed: int) -> list[int]:
    """Place pairs on the board and return those for which there was no time.

    People with several interviews come first, then those with few cells; the seed orders equals.
    """
    book = board.book
    several = np.bincount(book.pair_candidate[pairs], minlength=len(book.candidates))[book.pair_candidate[pairs]]
    choices = np.array([len(board.cells(pair)) for pair in pairs.tolist()], np.int64)
    chance = np.random.default_rng(seed).permutation(len(pairs))
    order = pairs[np.lexsort((chance, choices, -several))]
    left = [pair for pair in order.tolist() if not board.sit(pair) and not board.squeeze(pair)]
    return [pair for pair in left if not board.squeeze(pair)]
