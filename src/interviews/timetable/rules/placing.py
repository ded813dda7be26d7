"""Giving times to the pairs that were chosen: the least flexible first, the others make room."""

from collections.abc import Iterable

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
    left = [pair for pair in order.tolist() if not _free_cell(board, pair) and not board.squeeze(pair)]
    return [pair for pair in left if not board.squeeze(pair)]


def _free_cell(board: Board, pair: int) -> bool:
    """Put a pair into its emptiest cell, if one is free and nothing is in the way."""
    for cell in sorted((one for one in board.cells(pair) if board.free[one] > 0), key=lambda one: -board.free[one]):
        if not board.in_the_way(pair, cell):
            board.put(pair, cell)
            return True
    return False


def fill(board: Board, wanted: Iterable[int]) -> list[int]:
    """Place more pairs, in this order, and return those that found a place."""
    return [pair for pair in wanted if board.squeeze(pair)]
