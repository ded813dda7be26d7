"""What the page of questions says."""

import msgspec

from candidates.profiles.schemas import CandidateCard
from matching.corrections.schemas import CorrectionView, QuestionView


class QuestionsView(msgspec.Struct, frozen=True, kw_only=True):
    """The unknowns to ask a candidate, and what was put right before."""

    candidate: CandidateCard
    questions: list[QuestionView]
    corrections: list[CorrectionView]
