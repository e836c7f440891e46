"""An applicant: what is asked, how an answer is read, and what cannot be true together."""
