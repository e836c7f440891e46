"""Every question about an applicant, in the order in which they are asked."""

from core.profile.questions.bank import Page, QuestionBank, question_bank

__all__ = ["Page", "QuestionBank", "question_bank"]
